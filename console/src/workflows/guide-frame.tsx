import { useEffect, useRef, type ReactNode } from 'react';
import { Badge, Box, Button, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMayEdit } from '../api/workspace.ts';
import { Icon } from '../parts/icons.tsx';
import classes from './guide-frame.module.css';

interface GuideFrameProps {
  number: number;
  title: string;
  /** What was chosen, in one line, shown while folded. */
  summary: ReactNode;
  done: boolean;
  open: boolean;
  faults: number;
  onOpen: () => void;
  /** Folds this step and goes on; missing on the last step. */
  onNext?: (() => void) | undefined;
  children: ReactNode;
}

/** One numbered step: open with its form, or folded into one line. */
export function GuideFrame({
  number,
  title,
  summary,
  done,
  open,
  faults,
  onOpen,
  onNext,
  children,
}: GuideFrameProps) {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  const section = useRef<HTMLElement>(null);
  const wasOpen = useRef(open);
  // The button that opened it is gone by then, and the keyboard would start again at the top of the page.
  useEffect(() => {
    if (wasOpen.current !== open && open) section.current?.focus();
    wasOpen.current = open;
  }, [open]);
  return (
    <Box
      component="section"
      ref={section}
      tabIndex={-1}
      className={classes.step}
      data-open={open || undefined}
      aria-label={t('guide/step', { number, title })}
    >
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <span className={classes.number} data-done={done || undefined} aria-hidden="true">
          {done && faults === 0 ? <Icon name="check" size={14} /> : number}
        </span>
        <Box style={{ flex: 1, minWidth: 0 }}>
          <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
            <Box style={{ minWidth: 0 }}>
              <Title order={2} size="h3" lh="24px">
                {title}
              </Title>
              {!open && (
                <Text component="div" size="sm" c="dimmed">
                  {summary}
                </Text>
              )}
            </Box>
            <Group gap="xs" wrap="nowrap" style={{ flexShrink: 0 }}>
              {faults > 0 && <Badge color="red">{t('guide/faults', { count: faults })}</Badge>}
              {!open && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={onOpen}
                  aria-label={`${t(done && mayEdit ? 'guide/change' : 'guide/open')}: ${title}`}
                >
                  {t(done && mayEdit ? 'guide/change' : 'guide/open')}
                </Button>
              )}
            </Group>
          </Group>
          {open && (
            <Box mt="sm">
              {children}
              {onNext && (
                <Button mt="md" variant="default" onClick={onNext} disabled={!done}>
                  {t('guide/continue')}
                </Button>
              )}
            </Box>
          )}
        </Box>
      </Group>
    </Box>
  );
}

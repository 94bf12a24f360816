import { useContext, useRef, type ReactNode } from 'react';
import { Anchor, Box, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { WorkspaceContext } from '../api/workspace.ts';
import { useArrival } from './arrival.ts';
import { Go } from './go.tsx';
import { Icon } from './icons.tsx';

interface PageProps {
  title: string;
  /** What the browser's tab says, when it is not the title. */
  documentTitle?: string;
  /** One sentence that says how things are. Undefined while it is not known yet. */
  sentence?: ReactNode;
  actions?: ReactNode;
  /** Where this page is reached from. */
  back?: { label: string; href: string };
  /** A mark before the title. */
  mark?: ReactNode;
  /** Tables and boards take all the room there is. */
  wide?: boolean;
  children?: ReactNode;
}

/** A screen: title, one sentence of state, the primary action, then everything else. */
export function Page(props: PageProps) {
  const { title, documentTitle = title, sentence, actions, back, mark, wide = false, children } = props;
  const workspace = useContext(WorkspaceContext)?.name;
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle([documentTitle, workspace, 'Countersign'].filter(Boolean).join(' · '));
  useArrival(heading);
  return (
    <Stack gap="lg" {...(!wide && { maw: 1200 })}>
      <Box>
        {back && (
          <Anchor
            component={Go}
            href={back.href}
            size="sm"
            mb={4}
            display="inline-flex"
            style={{ alignItems: 'center', gap: 4 }}
          >
            <Icon name="back" size={14} />
            {back.label}
          </Anchor>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box style={{ flex: '1 1 320px', minWidth: 0 }}>
            <Group gap="sm" wrap="nowrap" align="center">
              {mark}
              <Title order={1} ref={heading} tabIndex={-1} style={{ minWidth: 0, outline: 'none' }}>
                {title}
              </Title>
            </Group>
            {sentence === undefined ? (
              <Skeleton height={14} width={260} mt={8} />
            ) : (
              sentence !== null && (
                <Text component="div" c="dimmed" mt={4}>
                  {sentence}
                </Text>
              )
            )}
          </Box>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      </Box>
      {children}
    </Stack>
  );
}

/** A heading with what belongs under it. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Box component="section" aria-label={title}>
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2}>{title}</Title>
        {aside}
      </Group>
      {children}
    </Box>
  );
}

import type { ReactNode } from 'react';
import { Stack } from '@mantine/core';
import type { MantineSpacing } from '@mantine/core';

interface Props {
  children: ReactNode;
  /** Between the entries; none when they draw their own lines. */
  gap?: MantineSpacing;
  /** With a line around it. */
  framed?: boolean;
  /** With a line above it. */
  ruled?: boolean;
  /** The order of the entries means something. */
  ordered?: boolean;
  /** Most width, in pixels. */
  maw?: number;
  'aria-label'?: string;
}

const line = '1px solid var(--line)';

/** A list for ears and keyboards that looks like no list: its children are `li`. */
export function BareList({ children, gap = 0, framed, ruled, ordered, ...rest }: Props) {
  return (
    <Stack
      {...rest}
      component={ordered ? 'ol' : 'ul'}
      gap={gap}
      m={0}
      p={0}
      style={{
        listStyle: 'none',
        ...(framed && { border: line, borderRadius: 6, overflow: 'hidden' }),
        ...(ruled && { borderTop: line }),
      }}
    >
      {children}
    </Stack>
  );
}

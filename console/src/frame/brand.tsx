import { Group, Text } from '@mantine/core';

/** Our mark and name. */
export function Brand() {
  return (
    <Group gap={8} wrap="nowrap">
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="6" fill="#2f5290" />
        <path
          d="M8 20c3-8 5-8 6-4s2 4 4 0 3-3 6-1"
          fill="none"
          stroke="#fff"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
        <path d="M8 25h16" stroke="#b2c4e0" strokeWidth="2" strokeLinecap="round" />
      </svg>
      <Text fw={600} size="lg">
        Countersign
      </Text>
    </Group>
  );
}

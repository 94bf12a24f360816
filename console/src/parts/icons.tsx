import type { ReactNode } from 'react';

/** Names of the console's own line icons. */
export type IconName = keyof typeof shapes;

const shapes = {
  home: <path d="M3 9.5 10 4l7 5.5V16a1 1 0 0 1-1 1h-4v-5H8v5H4a1 1 0 0 1-1-1z" />,
  records: <path d="M3.5 4.5h13v11h-13zM3.5 8.2h13M3.5 11.8h13M8 8.2v7.3" />,
  columns: <path d="M4 4h12v12H4zM8 4v12M12 4v12" />,
  filter: <path d="M3.5 5h13M6 10h8M8.5 15h3" />,
  up: <path d="m5 12.5 5-5 5 5" />,
  archive: <path d="M3.5 4.5h13v3h-13zM4.8 7.5v8h10.4v-8M8 10.5h4" />,
  workflow: <path d="M4 3.5h5v4H4zM11 12.5h5v4h-5zM6.5 7.5v4a3 3 0 0 0 3 3H11" />,
  history: <path d="M3.5 10a6.5 6.5 0 1 0 2-4.7M3.5 3.5v3h3M10 6.5V10l2.5 1.5" />,
  plug: <path d="M7 3v4M13 3v4M5 7h10v2.5a5 5 0 0 1-10 0zM10 14.5V17" />,
  gear: (
    <>
      <circle cx="10" cy="10" r="2.5" />
      <path d="M10 2.8v2.4M10 14.8v2.4M2.8 10h2.4M14.8 10h2.4M4.9 4.9l1.7 1.7M13.4 13.4l1.7 1.7M4.9 15.1l1.7-1.7M13.4 6.6l1.7-1.7" />
    </>
  ),
  search: <path d="M12.7 12.7 17 17M14 8.8a5.2 5.2 0 1 1-10.4 0 5.2 5.2 0 0 1 10.4 0z" />,
  attention: <path d="M10 3.5 17.5 16h-15zM10 8v4M10 14v.2" />,
  plus: <path d="M10 4v12M4 10h12" />,
  check: <path d="m4 10.5 4 4 8-9" />,
  cross: <path d="m5 5 10 10M15 5 5 15" />,
  clock: <path d="M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM10 6v4l2.5 2" />,
  down: <path d="m5 7.5 5 5 5-5" />,
  more: <path strokeWidth="2.4" d="M10 4.6v.01M10 10v.01M10 15.4v.01" />,
  right: <path d="m7.5 5 5 5-5 5" />,
  back: <path d="m12.5 5-5 5 5 5" />,
  copy: <path d="M7 7V4h9v9h-3M4 7h9v9H4z" />,
  external: <path d="M11 4h5v5M16 4l-7 7M13 12v4H4V7h4" />,
  insert: (
    <path d="M7.5 4H6.4A1.4 1.4 0 0 0 5 5.4v2.8L3.5 10 5 11.8v2.8A1.4 1.4 0 0 0 6.4 16h1.1M12.5 4h1.1A1.4 1.4 0 0 1 15 5.4v2.8l1.5 1.8-1.5 1.8v2.8a1.4 1.4 0 0 1-1.4 1.4h-1.1" />
  ),
  user: <path d="M13 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM4 17c.6-3.2 2.9-5 6-5s5.4 1.8 6 5" />,
  pause: <path d="M7 4.5v11M13 4.5v11" />,
  play: <path d="M6 4v12l10-6z" />,
  trash: <path d="M4 6h12M8 6V4h4v2M6 6l.7 10.5h6.6L14 6" />,
  retry: <path d="M16.5 10a6.5 6.5 0 1 1-2-4.7M16.5 3.5v3h-3" />,
  event: <path d="M11 2.5 4.5 11.5H10L9 17.5l6.5-9H10z" />,
  help: (
    <path d="M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.2v.1M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0z" />
  ),
  mail: <path d="M3 5h14v10H3zM3 6l7 5 7-5" />,
} satisfies Record<string, ReactNode>;

/** A line icon in the colour of the text beside it. Decorative: the text beside it carries the meaning. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flexShrink: 0 }}
    >
      {shapes[name]}
    </svg>
  );
}

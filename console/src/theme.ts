import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Ink blue: the one colour that means "ours" and "do". */
const ink: MantineColorsTuple = [
  '#eef2f9',
  '#d9e2f0',
  '#b2c4e0',
  '#8fabd6',
  '#7d9ccc',
  '#4d75b5',
  '#3f67a8',
  '#2f5290',
  '#234174',
  '#17305a',
];
/** Warm neutrals. */
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f4f2ee',
  '#e8e5df',
  '#d8d4cc',
  '#bdb8ae',
  '#8a847a',
  '#6a655d',
  '#55514a',
  '#3a3733',
  '#262421',
];
const dark: MantineColorsTuple = [
  '#e2dfd9',
  '#c4c0b8',
  '#aba69d',
  '#7b766e',
  '#45413c',
  '#35322e',
  '#272522',
  '#1b1a18',
  '#151412',
  '#0f0e0d',
];
/** State colours: shade 7 fills, shade 9 reads on the palest in light, the pale ones read on dark. */
const green: MantineColorsTuple = [
  '#f1f9f4',
  '#e6f5eb',
  '#a3d9b7',
  '#76c695',
  '#5cc285',
  '#2c8a55',
  '#247c4b',
  '#1f7a44',
  '#186237',
  '#124c2a',
];
const orange: MantineColorsTuple = [
  '#fef8ec',
  '#fdf1da',
  '#f3cd8a',
  '#ecb556',
  '#e0a63c',
  '#a06708',
  '#966006',
  '#8a5a00',
  '#704900',
  '#5a3a00',
];
const red: MantineColorsTuple = [
  '#fef4f3',
  '#fdeae8',
  '#f5aea7',
  '#f08a80',
  '#e8665a',
  '#cb3b30',
  '#bf2d24',
  '#b3261e',
  '#8f1d17',
  '#6d1511',
];
const teal: MantineColorsTuple = [
  '#eef9f7',
  '#dff3ee',
  '#92d6c8',
  '#63c1ae',
  '#43b09a',
  '#1c8571',
  '#147a67',
  '#0f6f5d',
  '#0b5a4b',
  '#08463b',
];
const grape: MantineColorsTuple = [
  '#faf5fd',
  '#f2e8f8',
  '#d6b7e8',
  '#c194dc',
  '#b07bd0',
  '#8f4fb5',
  '#8444a8',
  '#763a98',
  '#602e7c',
  '#4b2361',
];
const radius = '6px';

/** Tokens of the console: a 4-px grid, 14-px base, one radius, two shadows (console.md, principle 9). */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 5 },
  colors: { ink, gray, dark, green, orange, red, teal, grape },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Open Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.35' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: radius, sm: radius, md: radius, lg: radius, xl: radius },
  defaultRadius: 'md',
  shadows: {
    xs: '0 1px 2px rgb(38 36 33 / 8%)',
    sm: '0 1px 2px rgb(38 36 33 / 8%)',
    md: '0 6px 24px rgb(38 36 33 / 16%)',
    lg: '0 6px 24px rgb(38 36 33 / 16%)',
    xl: '0 6px 24px rgb(38 36 33 / 16%)',
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.4' },
      h3: { fontSize: '14px', lineHeight: '1.5' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 200,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Badge: { defaultProps: { variant: 'light', radius: 'md', tt: 'none', fw: 500 } },
    Menu: { defaultProps: { shadow: 'md' } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 } } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.35 } } },
    Paper: { defaultProps: { withBorder: true } },
    Select: { defaultProps: { allowDeselect: false, comboboxProps: { shadow: 'md' } } },
  },
});

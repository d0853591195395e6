import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Of the flag at the masthead: deep sea to foam. */
const sea: MantineColorsTuple = [
  '#e6f6f8',
  '#d3e9ed',
  '#a9d2da',
  '#7bbac7',
  '#56a6b7',
  '#3e9aad',
  '#2f94a9',
  '#1f8094',
  '#0b7285',
  '#006374',
];

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 8, dark: 7 },
  colors: { sea },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '620' },
});

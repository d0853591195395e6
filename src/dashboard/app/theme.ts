import { createTheme, Drawer, type MantineColorsTuple, Modal } from '@mantine/core';

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

/** Of what opens above a page: its close button has a name, and a long title stays within. */
const overlay = {
  defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
  styles: { title: { fontWeight: 600, lineHeight: 1.3, overflowWrap: 'anywhere' } },
} as const;

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 8, dark: 7 },
  colors: { sea },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  components: { Modal: Modal.extend(overlay), Drawer: Drawer.extend(overlay) },
  headings: { fontWeight: '620' },
});

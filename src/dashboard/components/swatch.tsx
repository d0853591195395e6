import { ColorSwatch } from '@mantine/core';

/** A colour of the theme, as `sea.7`, before the name of what it stands for in a chart; its place where there is none. */
export const Swatch = ({ color }: { readonly color: string | undefined }) => (
  <ColorSwatch
    size={10}
    color={color ? `var(--mantine-color-${color.replace('.', '-')})` : 'transparent'}
    withShadow={false}
    flex="none"
    aria-hidden
  />
);

import type { CSSVariablesResolver } from '@mantine/core';

/**
 * Mantine's light variants are all but black in the dark, with white upon them: here they are the colour itself
 * over the body, so that badges, alerts and buttons can be told apart and none of them shouts. They hide what is
 * below, as some of them stick.
 */
export const cssVariables: CSSVariablesResolver = (theme) => ({
  variables: {},
  light: {},
  dark: Object.fromEntries(
    Object.keys(theme.colors)
      .filter((name) => name !== 'dark')
      .flatMap((name) => [
        [`--mantine-color-${name}-light`, overBody(name, 17)],
        [`--mantine-color-${name}-light-hover`, overBody(name, 25)],
        [`--mantine-color-${name}-light-color`, `var(--mantine-color-${name}-3)`],
      ]),
  ),
});

const overBody = (name: string, percent: number): string =>
  `color-mix(in srgb, var(--mantine-color-${name}-6) ${percent}%, var(--mantine-color-body))`;

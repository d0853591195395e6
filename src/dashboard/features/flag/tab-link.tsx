import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface TabLinkProps {
  readonly tab: 'definition' | 'overrides';
  readonly children: ReactNode;
}

/** Within a sentence, to another tab of the flag that is looked at. */
export const TabLink = ({ tab, children }: TabLinkProps) => (
  <Anchor
    component={Link}
    {...({ to: '.', search: (was: object) => ({ ...was, tab }) } as object)}
    inherit
    underline="always"
  >
    {children}
  </Anchor>
);

import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** To the page of a flag. */
export const FlagLink = ({ flag }: { readonly flag: string }) => (
  <Anchor
    component={Link}
    {...({ to: `/flags/${flag}` } as object)}
    size="sm"
    fw={550}
    className="wraps-anywhere"
  >
    {flag}
  </Anchor>
);

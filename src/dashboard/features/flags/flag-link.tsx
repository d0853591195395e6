import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { BreakingKey } from '../../components/breaking-key.tsx';

interface FlagLinkProps {
  readonly flag: string;
  /** As it is there; without one, where it is looked at most. */
  readonly environment?: string | null;
}

/** To the page of a flag. */
export const FlagLink = ({ flag, environment }: FlagLinkProps) => (
  <Anchor
    component={Link}
    {...({ to: `/flags/${flag}`, ...(environment && { search: { environment } }) } as object)}
    size="sm"
    fw={550}
    className="wraps-anywhere"
  >
    <BreakingKey text={flag} />
  </Anchor>
);

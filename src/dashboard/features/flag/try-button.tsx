import { Button } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FlagState } from './flag-query.ts';

/** To what anybody is served by this flag, and why. */
export function TryButton({ state: { flag, environment } }: { readonly state: FlagState }) {
  return (
    <Button
      component={Link}
      {...({ to: '/try', search: { environment, search: flag, flag } } as object)}
      variant="default"
      leftSection={<IconFlask size={16} />}
    >
      Try it
    </Button>
  );
}

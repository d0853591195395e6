import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Connection } from '../lib/live.ts';

/** Whoever is logged out goes to the log-in, and from there back to where they were. */
export function useSessionEnd(connection: Connection): void {
  const router = useRouter();
  const queryClient = useQueryClient();
  const isOver = connection === 'ended';
  useEffect(() => {
    if (!isOver) return;
    const leave = async () => {
      const next = router.state.location.publicHref;
      await router.navigate({ to: '/log-in', search: { next } } as never);
      // Nothing of what they saw is there for the next. Whoever has something unsaved may have stayed.
      if (router.state.location.pathname.endsWith('/log-in')) queryClient.clear();
    };
    void leave();
  }, [isOver, router, queryClient]);
}

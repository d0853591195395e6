import { queryOptions } from '@tanstack/react-query';
import { admin, bodyOf } from '../../../lib/api.ts';
import { serverNow } from '../../../lib/server-clock.ts';

const hourMilliseconds = 3_600_000;

/** Reasons that the default rollout answers with; partial rollouts of rules answer SPLIT as well. */
const ofRollout: ReadonlySet<string> = new Set(['STATIC', 'DEFAULT', 'SPLIT']);

/** How often a flag was asked in an environment within the last day, and how often its rollout answered. */
export const dayUsageQuery = (flag: string, environment: string) =>
  queryOptions({
    queryKey: ['usage', 'last-day', flag, environment],
    staleTime: 60_000,
    queryFn: async () => {
      const from = new Date(serverNow() - 24 * hourMilliseconds).toISOString();
      const query = { flag, environment, from, group_by: 'reason' } as const;
      const { evaluations, groups } = await bodyOf(admin.usage.$get({ query }));
      const byRollout = groups
        .filter(({ key }) => ofRollout.has(key ?? ''))
        .reduce((sum, group) => sum + group.evaluations, 0);
      return { evaluations, byRollout };
    },
  });

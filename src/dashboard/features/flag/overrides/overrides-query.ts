import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { admin, bodyOf } from '../../../lib/api.ts';
import type { Override } from '../../overrides/override-route.ts';

interface Question {
  readonly flag: string;
  readonly environment: string;
  /** A part of an id. */
  readonly search?: string | undefined;
}

interface OverridePage {
  readonly overrides: readonly Override[];
  readonly next_cursor: string | null;
}

/** The overrides of a flag in an environment, a hundred at a time. */
export const flagOverridesQuery = ({ flag, environment, search }: Question) =>
  infiniteQueryOptions({
    queryKey: ['overrides', 'of-flag', flag, environment, search],
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: async ({ pageParam: cursor }) => {
      const { overrides } = admin.flags[':flag'].environments[':environment'];
      const query = { ...(cursor !== '' && { cursor }), ...(search && { search }) };
      return (await bodyOf(
        overrides.$get({ param: { flag, environment }, query: query as never }),
      )) as OverridePage;
    },
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });

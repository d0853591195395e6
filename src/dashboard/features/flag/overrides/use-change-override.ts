import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PutOverrideInput } from '../../../../contract/override.ts';
import { admin, bodyOf, ifMatch } from '../../../lib/api.ts';
import type { FlagOverride } from './overrides-query.ts';

type Place = Pick<FlagOverride, 'flag' | 'environment' | 'scope' | 'subject'>;

const target = admin.flags[':flag'].environments[':environment'].overrides[':scope'][':subject'];

const paramOf = ({ flag, environment, scope, subject }: Place) => ({
  param: { flag, environment, scope, subject: encodeURIComponent(subject) },
});

/** One that is there already is not replaced unseen. */
export function usePutOverride() {
  const onSettled = useInvalidate();
  return useMutation({
    mutationFn: ({ place, json }: { readonly place: Place; readonly json: PutOverrideInput }) =>
      bodyOf(target.$put({ ...paramOf(place), json })),
    onSettled,
  });
}

export function useDeleteOverride() {
  const onSettled = useInvalidate();
  return useMutation({
    mutationFn: async (override: FlagOverride): Promise<void> => {
      await bodyOf(target.$delete(paramOf(override), ifMatch(override.revision)));
    },
    onSettled,
  });
}

function useInvalidate() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ['overrides'] });
}

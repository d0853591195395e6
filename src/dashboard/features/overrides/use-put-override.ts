import { useMutation } from '@tanstack/react-query';
import type { PutOverrideInput } from '../../../contract/flags/override.ts';
import { bodyOf } from '../../lib/api.ts';
import { type OverridePlace, overrideParam, overrideRoute } from './override-route.ts';
import { useRefreshOverrides } from './use-refresh-overrides.ts';

interface Put {
  readonly place: OverridePlace;
  readonly json: PutOverrideInput;
}

/** One that is there already is not replaced unseen. */
export function usePutOverride() {
  const onSettled = useRefreshOverrides();
  return useMutation({
    mutationFn: async ({ place, json }: Put) =>
      bodyOf(overrideRoute.$put({ ...overrideParam(place), json })),
    onSettled,
  });
}

import { asc, count, inArray } from 'drizzle-orm';
import {
  type FlagPage,
  type ListFlagsInput,
  listFlagsInput,
} from '../../contract/flags/flag-list.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { flagWithStates } from './flag-resource.ts';
import { isMatchingFlag } from './matching-flags.ts';

/** A page of flags, by key, each with its state in every environment; active ones unless told. */
export async function listFlags({ ctx, input }: VerbCall<ListFlagsInput>): Promise<FlagPage> {
  authorise(ctx, 'viewer');
  const { limit, ...filter } = parseInput(listFlagsInput, input);
  const { reads } = ctx.database;
  const wanted = isMatchingFlag(filter);
  const page = reads.select({ key: featureFlags.key }).from(featureFlags).where(wanted);
  const [flags, states, [all]] = await Promise.all([
    reads
      .select()
      .from(featureFlags)
      .where(wanted)
      .orderBy(asc(featureFlags.key))
      .limit(limit + 1),
    reads
      .select()
      .from(featureFlagEnvironments)
      .where(
        inArray(featureFlagEnvironments.flagKey, page.orderBy(asc(featureFlags.key)).limit(limit)),
      )
      .orderBy(asc(featureFlagEnvironments.environmentKey)),
    reads
      .select({ flags: count() })
      .from(featureFlags)
      .where(isMatchingFlag({ ...filter, cursor: undefined })),
  ]);
  const statesByFlag = Map.groupBy(states, ({ flagKey }) => flagKey);
  const listed = flags.slice(0, limit);
  return {
    flags: listed.map((flag) => flagWithStates(flag, statesByFlag.get(flag.key) ?? [])),
    total: all?.flags ?? 0,
    next_cursor: flags.length > limit ? (listed.at(-1)?.key ?? null) : null,
  };
}

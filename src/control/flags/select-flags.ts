import { asc } from 'drizzle-orm';
import type { FlagSelection } from '../../contract/flags/flag-selection.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { invalidInput, notFound } from '../errors.ts';
import type { FlagRow } from './flag-row.ts';
import { isMatchingFlag } from './matching-flags.ts';

/**
 * The active flags that are meant, by key, locked until the transaction ends as `getFlagForUpdate`
 * locks one. Throws where a key, or everything together, means none: most likely it is mistyped.
 */
export async function selectFlagsForUpdate(
  tx: Queryable,
  selection: FlagSelection,
): Promise<FlagRow[]> {
  const rows = await tx
    .select()
    .from(featureFlags)
    .where(isMatchingFlag({ ...selection, status: 'active' }))
    .orderBy(asc(featureFlags.key))
    .for('update');
  const { keys = [], tag, module } = selection;
  const found = new Set(rows.map(({ key }) => key));
  const missing = keys.flatMap((key, index) => (found.has(key) ? [] : [{ key, index }]));
  if (missing.length > 0) {
    const of = describe({ tag, module });
    throw invalidInput(
      missing.map(({ key, index }) => ({
        path: `keys[${index}]`,
        message: `there is no active flag "${key}"${of}`,
      })),
    );
  }
  if (rows.length === 0 && (tag ?? module) !== undefined) {
    throw notFound(`active flag${describe(selection)}`);
  }
  return rows;
}

const describe = ({ tag, module }: FlagSelection): string =>
  [
    module === undefined ? '' : ` of module "${module}"`,
    tag === undefined ? '' : ` with the tag "${tag}"`,
  ].join('');

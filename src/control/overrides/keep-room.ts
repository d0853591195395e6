import { sql } from 'drizzle-orm';
import { maxOverrides, maxSnapshotBytes } from '../../contract/fields/limits.ts';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { invalidInput } from '../errors.ts';
import { keepServable } from '../keep-servable.ts';

/** A snapshot that is estimated below this is within its limit: the estimate is off by half at most. */
const smallBytes = maxSnapshotBytes / 2;

/**
 * Writes one override, and throws `invalid_input` where the edge could not hold it beside everything
 * else. An environment that is far smaller is not compiled to find out, as overrides are written by the
 * thousand, one by one.
 */
export async function keepRoom<T>(
  tx: Queryable,
  { environment, isNew }: { readonly environment: string; readonly isNew: boolean },
  write: () => Promise<T>,
): Promise<T> {
  const { overrides, bytes } = await measure(tx, environment);
  if (isNew && overrides >= maxOverrides) {
    const message = `expected at most ${maxOverrides} in ${environment}; write a segment instead`;
    throw invalidInput([{ path: '', message }]);
  }
  return bytes < smallBytes ? write() : keepServable(tx, [environment], write);
}

interface Size {
  readonly overrides: number;
  /** An estimate of the snapshot: the texts of its documents, and what stands around them. */
  readonly bytes: number;
}

async function measure(tx: Queryable, environment: string): Promise<Size> {
  const [size] = await rowsOf<Size>(
    tx,
    sql`
    select overrides::int, (own.bytes + states.bytes + segments.bytes)::float8 as bytes from
      (select count(*) as overrides,
        coalesce(sum(octet_length(to_json(subject)::text) + octet_length(variant) + 80), 0) as bytes
        from feature_flag_overrides where environment_key = ${environment}) as own,
      (select coalesce(sum(octet_length(variants::text) + octet_length(rules::text)
          + octet_length(split::text) + octet_length(prerequisites::text) + 600), 0) as bytes
        from feature_flag_environments join feature_flags on key = flag_key
        where environment_key = ${environment} and status = 'active') as states,
      (select coalesce(sum(octet_length(conditions::text) + 150), 0) as bytes from segments) as segments`,
  );
  if (!size) throw new Error('an aggregate without a row');
  return size;
}

import { sql } from 'drizzle-orm';
import { attempt } from '../../db/attempt.ts';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';

/** What an audit log that survived knows better than a snapshot that may be stale. */
export interface Audited {
  /** What was done last to `flag x`, `segment y`, `key z`, or to an override in an environment. */
  readonly lastAction: (noun: string, target: string, environment?: string) => string | undefined;
  /** Keys that were made or restored; undefined where the log does not reach back to the beginning. */
  readonly keys: ReadonlySet<string> | undefined;
}

/** A log that cannot be read knows nothing. */
export async function readAudited(tx: Queryable): Promise<Audited> {
  const read = await attempt(tx, () => readLog(tx));
  return 'result' in read ? read.result : { lastAction: () => undefined, keys: undefined };
}

async function readLog(tx: Queryable): Promise<Audited> {
  const actions = await rowsOf<{ action: string; target: string; environment: string }>(tx, latest);
  const [log] = await rowsOf<{ isWhole: boolean; keys: string[] }>(tx, made);
  const last = new Map(
    actions.map(({ action, target, environment }) => [
      placeOf(action.split('.')[0] ?? '', target, environment),
      action,
    ]),
  );
  return {
    lastAction: (noun, target, environment = '') => last.get(placeOf(noun, target, environment)),
    keys: log?.isWhole ? new Set(log.keys) : undefined,
  };
}

const placeOf = (...place: readonly string[]) => JSON.stringify(place);

/** Only an override is of an environment; the others are everywhere what they are. */
const latest = sql`
select distinct on (noun, target, environment) action, target, environment from (
  select action, target, seq, split_part(action, '.', 1) as noun,
    case when action like 'override.%' then coalesce(environment_key, '') else '' end as environment
  from audit_logs where action in ('flag.create', 'flag.seed', 'flag.archive', 'flag.restore',
    'segment.put', 'segment.delete', 'override.put', 'override.delete', 'key.create', 'key.revoke',
    'context_key.create', 'context_key.revoke')
) as entries order by noun, target, environment, seq desc`;

/** One that began with the first seeds has seen every key being made. */
const made = sql`
select exists (select from audit_logs where seq = 1 and action = 'environment.seed') as "isWhole",
  array(select target from audit_logs where action = 'key.create'
    union select target from audit_logs where action = 'context_key.create'
    union select jsonb_array_elements_text(after -> 'key_ids') from audit_logs
    where action = 'environment.restore' and jsonb_typeof(after -> 'key_ids') = 'array') as keys`;

import { attemptQuery } from '../../db/attempt.ts';
import type { Queryable } from '../../db/connect.ts';

/** What the database has, by the identities of its rows. */
export interface PresentRows {
  readonly versions: ReadonlyMap<string, number>;
  /** By key, the environments that each flag has a state in. */
  readonly flags: ReadonlyMap<string, ReadonlySet<string>>;
  readonly overrides: ReadonlySet<string>;
  readonly segments: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
  readonly contextKeys: ReadonlySet<string>;
}

/** Names a row by its natural key. */
export const identify = (...key: readonly string[]): string => JSON.stringify(key);

/** Of each table, the columns that tell its rows apart, and what else has to be known. */
const columns = {
  environments: ['key', 'version'],
  feature_flags: ['key'],
  feature_flag_environments: ['flag_key', 'environment_key'],
  feature_flag_overrides: ['environment_key', 'flag_key', 'scope', 'subject'],
  segments: ['key'],
  api_keys: ['id'],
  context_keys: ['id'],
} as const;

type Table = keyof typeof columns;
const tables = Object.keys(columns) as readonly Table[];
type Lists = Readonly<Record<Table, readonly (readonly (string | number)[])[]>>;

/**
 * A table that cannot be read has nothing: that is how a plan sees one that is still missing. Asked at
 * once, and table by table only where one of them refuses.
 */
export async function findPresentRows(tx: Queryable): Promise<PresentRows> {
  const lists = (await list(tx, tables)) ?? (await listOneByOne(tx));
  const place = (row: readonly unknown[]) => identify(...row.map(String));
  const states = Map.groupBy(lists.feature_flag_environments, ([flag]) => flag);
  const statesOf = (flag: string | number | undefined) =>
    new Set(states.get(flag)?.map(([, environment]) => String(environment)));
  return {
    versions: new Map(lists.environments.map(([key, version]) => [String(key), Number(version)])),
    flags: new Map(lists.feature_flags.map(([key]) => [String(key), statesOf(key)])),
    overrides: new Set(lists.feature_flag_overrides.map(place)),
    segments: new Set(lists.segments.map(place)),
    keys: new Set(lists.api_keys.map(place)),
    contextKeys: new Set(lists.context_keys.map(place)),
  };
}

/**
 * Of environments; none where they cannot be read. Where the role may, they are locked to the end of the
 * transaction, so that nobody changes what an environment serves while it is judged.
 */
export async function findVersions(tx: Queryable): Promise<PresentRows['versions']> {
  await attemptQuery(tx, 'select key from environments order by key for no key update');
  const { environments = [] } = (await list(tx, ['environments'])) ?? {};
  return new Map(environments.map(([key, version]) => [String(key), Number(version)]));
}

/** Undefined where one of them cannot be read. */
async function list(tx: Queryable, wanted: readonly Table[]): Promise<Lists | undefined> {
  const lists = wanted.map(
    (
      table,
    ) => `(select coalesce(json_agg(json_build_array(${columns[table].join(', ')})), '[]'::json)
      from ${table}) as ${table}`,
  );
  const listed = await attemptQuery<Lists>(tx, `select ${lists.join(', ')}`);
  return 'result' in listed ? listed.result[0] : undefined;
}

async function listOneByOne(tx: Queryable): Promise<Lists> {
  const lists = { ...nothing };
  for (const table of tables) Object.assign(lists, await list(tx, [table]));
  return lists;
}

const nothing: Lists = {
  environments: [],
  feature_flags: [],
  feature_flag_environments: [],
  feature_flag_overrides: [],
  segments: [],
  api_keys: [],
  context_keys: [],
};

import { manifest } from '../../../src/schema/manifest.ts';
import type { State, StateObject } from '../state.ts';
import { differingObjects } from './differences.ts';

const restrictions = new Set([
  'not null',
  'primary key',
  'unique',
  'check',
  'foreign key',
  'row security',
  'policy',
  'trigger',
]);

/** What is not as it was before the damage, and may fail what the application does; unrecorded migrations too. */
export function unmended(whole: State, after: State): string[] {
  const objects = differingObjects(whole, after).filter(
    (label) => whole.objects.has(label) || isRestriction(after.objects.get(label), whole),
  );
  const records = after.rows.get('table drizzle.__drizzle_migrations') ?? [];
  const unrecorded = manifest.migrations
    .filter(({ hash }) => !records.some((record) => record.hash === hash))
    .map(({ tag }) => `migration ${tag}`);
  return [...objects, ...unrecorded];
}

/** On a table of ours. */
function isRestriction(object: StateObject | undefined, whole: State): boolean {
  if (object === undefined) return false;
  const { type, schema, table, definition } = object;
  const prefix = schema === 'public' ? '' : `${schema}.`;
  const isUnique = type === 'index' && definition.startsWith('CREATE UNIQUE');
  return whole.objects.has(`table ${prefix}${table}`) && (restrictions.has(type) || isUnique);
}

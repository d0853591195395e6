import pg from 'pg';
import { identify, identifyTable, type StateObject } from '../state.ts';
import { type Damage, drawOne, type Site } from './damage.ts';
import { dropConstraint, dropNotNull, looseNotNulls } from './losses.ts';

const quote = pg.escapeIdentifier;

/** Rows are gone, or break a rule that is gone. */
export const rows: Readonly<Record<string, Damage>> = {
  truncate: {
    draw: (site) => drawOne(site, ['table'], (table) => [`truncate ${identify(table)} cascade`]),
  },
  'orphans under a dropped foreign key': {
    draw: (site) =>
      drawOne(site, ['foreign key'], (reference) => {
        const column = columnsOf(reference).at(-1) ?? '';
        const table = identifyTable(reference);
        return [
          dropConstraint(reference),
          `update ${table} set ${quote(column)} = 'nowhere' where ctid = (select max(ctid) from ${table})`,
        ];
      }),
  },
  'duplicates under a dropped key': {
    draw: (site) =>
      drawOne(site, ['primary key', 'unique'], (key) => {
        if (key.schema !== 'public') return [];
        return [dropConstraint(key), copyOf(site, key)];
      }),
  },
  'rows that break a dropped check': {
    draw: (site) =>
      drawOne(site, ['check'], (check) => {
        const breaking = breakings[check.name];
        return breaking === undefined ? [] : [dropConstraint(check), breaking];
      }),
  },
  'nulls under a dropped not null': {
    draw: (site) => {
      // The next publication writes a row of the history anew, and mends it unasked.
      const rules = looseNotNulls(site).filter(({ table }) => table !== 'snapshot_history');
      const rule = site.random.pick(rules);
      if (rule === undefined) return [];
      const table = identifyTable(rule);
      return [
        dropNotNull(rule),
        `update ${table} set ${quote(rule.name)} = null where ctid = (select max(ctid) from ${table})`,
      ];
    },
  },
};

const breakings: Readonly<Record<string, string>> = {
  feature_flag_environments_rollout_check: `update feature_flag_environments
    set rollout_percentage = 400 where ctid = (select max(ctid) from feature_flag_environments)`,
  feature_flags_key_check: `insert into feature_flags (key, name, kind, variants, off_variant)
    values ('Not A Key', 'x', 'boolean', '[{"name":"off","value":false}]', 'off')`,
  api_keys_scope_check: `update api_keys set environment_key = null where kind <> 'admin'`,
};

function columnsOf({ definition }: StateObject): string[] {
  return /\((.+?)\)/.exec(definition)?.[1]?.split(', ') ?? [];
}

/** The same by this key, and told apart by every other. */
function copyOf({ state }: Site, key: StateObject): string {
  const own = columnsOf(key);
  const others = [...state.objects.values()]
    .filter(
      ({ type, table }) => (type === 'primary key' || type === 'unique') && table === key.table,
    )
    .flatMap(columnsOf)
    .filter((column) => !own.includes(column));
  const changed = others.flatMap((column) => {
    const type = state.objects.get(`column ${key.table}.${column}`)?.definition;
    return [
      `'${column}'`,
      type === 'text' ? `${quote(column)} || '-copy'` : `${quote(column)} + 1000`,
    ];
  });
  const table = identifyTable(key);
  return `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${changed.join(', ')}))).*
    from (select * from ${table} limit 1) t`;
}

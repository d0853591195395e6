import pg from 'pg';
import { identify, identifyTable } from '../state.ts';
import { type Damage, drawOne } from './damage.ts';

const quote = pg.escapeIdentifier;

/** Something says something else than it should, or is in the way. */
export const changes: Readonly<Record<string, Damage>> = {
  'rename table': {
    takesDecision: true,
    draw: (site) =>
      drawOne(site, ['table'], (table) => [
        `alter table ${identify(table)} rename to ${quote(`${table.name}_old`)}`,
      ]),
  },
  'change type': {
    takesDecision: true,
    draw: (site) =>
      drawOne(site, ['column'], ({ definition, name, ...column }) =>
        definition === 'text'
          ? [`alter table ${identifyTable(column)} alter column ${quote(name)} type varchar(4000)`]
          : [],
      ),
  },
  'change default': {
    takesDecision: true,
    draw: (site) =>
      drawOne(site, ['column'], ({ definition, name, ...column }) =>
        definition === 'text' || definition === 'jsonb'
          ? [`alter table ${identifyTable(column)} alter column ${quote(name)} set default '"x"'`]
          : [],
      ),
  },
  'require a nullable column': {
    takesDecision: true,
    draw: (site) =>
      drawOne(site, ['column'], ({ name, ...column }) => {
        const isRequired = site.whole.objects.has(`not null ${column.table}.${name}`);
        const rows = site.state.rows.get(`table ${column.table}`) ?? [];
        const isFilled = rows.every((row) => row[name] !== null);
        return isRequired || !isFilled || column.schema !== 'public'
          ? []
          : [`alter table ${identifyTable(column)} alter column ${quote(name)} set not null`];
      }),
  },
  'enable row security': {
    takesDecision: true,
    draw: (site) =>
      drawOne(site, ['table'], (table) => [
        `alter table ${identify(table)} enable row level security`,
        ...(site.random.chance(0.5)
          ? [`alter table ${identify(table)} force row level security`]
          : []),
      ]),
  },
  'revoke a privilege': {
    takesDecision: true,
    draw: (site) =>
      drawOne(site, ['privilege'], (right) => [
        `revoke ${right.name} on ${identifyTable(right)} from current_user`,
      ]),
  },
  'add trigger': {
    takesDecision: true,
    draw: (site) =>
      drawOne(site, ['table'], (table) => {
        const body = site.random.pick(['return new', 'return null', `raise exception 'no writes'`]);
        return [
          `create or replace function ${quote(table.schema)}.chaos_${site.random.integer(1e6)}()
            returns trigger language plpgsql as $$ begin return new; end $$`,
          `create or replace function ${quote(table.schema)}.chaos_trigger_${table.name}()
            returns trigger language plpgsql as $$ begin ${body}; end $$`,
          `create or replace trigger chaos_trigger before insert or update on ${identify(table)}
            for each row execute function ${quote(table.schema)}.chaos_trigger_${table.name}()`,
        ];
      }),
  },
  'add unique index': {
    takesDecision: true,
    draw: (site) =>
      drawOne(site, ['primary key'], (key) => [
        `create unique index ${quote(`chaos_${site.random.integer(1e6)}_idx`)}
          on ${identifyTable(key)} ${/\(.+\)/.exec(key.definition)?.[0]}`,
      ]),
  },
};

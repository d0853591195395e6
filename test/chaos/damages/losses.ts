import pg from 'pg';
import { identify, identifyTable, type StateObject } from '../state.ts';
import { type Damage, drawOne, expected, type Site } from './damage.ts';

const quote = pg.escapeIdentifier;

/** Something is no longer there. */
export const losses: Readonly<Record<string, Damage>> = {
  'drop table': {
    draw: (site) => drawOne(site, ['table'], (table) => [`drop table ${identify(table)} cascade`]),
  },
  'drop closure of tables': {
    draw: (site) =>
      drawOne(site, ['table'], (table) =>
        closureOf(site, table).map((each) => `drop table ${identify(each)} cascade`),
      ),
  },
  'drop column': {
    draw: (site) =>
      drawOne(site, ['column'], (column) => [
        `alter table ${identifyTable(column)} drop column ${quote(column.name)} cascade`,
      ]),
  },
  'drop index': {
    draw: (site) => drawOne(site, ['index'], (index) => [`drop index ${identify(index)}`]),
  },
  'drop constraint': {
    draw: (site) => drawOne(site, constraints, (constraint) => [dropConstraint(constraint)]),
  },
  'drop default': {
    draw: (site) =>
      drawOne(site, ['default'], (value) => [
        `alter table ${identifyTable(value)} alter column ${quote(value.name)} drop default`,
      ]),
  },
  'drop not null': {
    draw: (site) => {
      const rule = site.random.pick(looseNotNulls(site));
      return rule === undefined ? [] : [dropNotNull(rule)];
    },
  },
  'drop sequence': {
    draw: (site) =>
      drawOne(site, ['sequence'], (sequence) => [`drop sequence ${identify(sequence)} cascade`]),
  },
  'drop type': {
    draw: (site) => drawOne(site, ['enum'], (type) => [`drop type ${identify(type)} cascade`]),
  },
  'drop schema drizzle': {
    draw: ({ state }) =>
      state.objects.has('schema drizzle') ? ['drop schema drizzle cascade'] : [],
  },
  'drop schema public': {
    draw: ({ state, random }) =>
      state.objects.has('schema public') && random.chance(0.2)
        ? ['drop schema public cascade']
        : [],
  },
  'lose labels': {
    draw: (site) =>
      drawOne(site, ['enum'], (type) => {
        const [kept = ''] = type.definition.split(', ');
        const name = identify(type);
        return [
          `drop type ${name} cascade`,
          `create type ${name} as enum (${pg.escapeLiteral(kept)})`,
        ];
      }),
  },
  'never validate': {
    draw: (site) =>
      drawOne(site, ['foreign key', 'check'], (constraint) => [
        dropConstraint(constraint),
        `alter table ${identifyTable(constraint)} add constraint ${quote(constraint.name)}
          ${constraint.definition.replace(/( NOT VALID)?$/, ' NOT VALID')}`,
      ]),
  },
  'invalidate index': {
    asSuperuser: true,
    draw: (site) =>
      drawOne(site, ['index'], (index) => [
        `update pg_index set indisvalid = false
          where indexrelid = ${pg.escapeLiteral(identify(index))}::regclass`,
      ]),
  },
};

export const constraints = ['primary key', 'unique', 'check', 'foreign key'];

export function dropConstraint(constraint: StateObject): string {
  return `alter table ${identifyTable(constraint)} drop constraint ${quote(constraint.name)} cascade`;
}

export function dropNotNull(rule: StateObject): string {
  return `alter table ${identifyTable(rule)} alter column ${quote(rule.name)} drop not null`;
}

/** Those that no primary key holds in place. */
export function looseNotNulls(site: Site): StateObject[] {
  const keys = [...site.state.objects.values()].filter(({ type }) => type === 'primary key');
  const isKey = ({ schema, table, name }: StateObject) =>
    keys.some(
      (key) =>
        key.schema === schema &&
        key.table === table &&
        /\((.+)\)/.exec(key.definition)?.[1]?.split(', ').includes(name),
    );
  return expected(site, 'not null').filter((rule) => !isKey(rule));
}

/** A table with all that refer to it, directly or not. */
function closureOf(site: Site, table: StateObject): StateObject[] {
  const references = [...site.state.objects.values()].filter(({ type }) => type === 'foreign key');
  const tables = expected(site, 'table');
  const closure = new Set([table]);
  for (const { name } of closure) {
    for (const reference of references) {
      if (!reference.definition.includes(` REFERENCES ${name}(`)) continue;
      const child = tables.find((each) => each.name === reference.table);
      if (child) closure.add(child);
    }
  }
  return [...closure];
}

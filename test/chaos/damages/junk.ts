import pg from 'pg';
import { identify, identifyTable } from '../state.ts';
import { type Damage, drawOne } from './damage.ts';

const quote = pg.escapeIdentifier;

/** Something is there that nobody expects, and is in nobody's way. */
export const junk: Readonly<Record<string, Damage>> = {
  'add junk table': {
    draw: ({ state, random }) => {
      if (!state.objects.has('schema public')) return [];
      const name = `public.chaos_table_${random.integer(1e6)}`;
      return [
        `create table ${name} (id int primary key, note text not null)`,
        `insert into ${name} values (1, 'kept'), (2, 'kept too')`,
      ];
    },
  },
  'add junk column': {
    draw: (site) =>
      drawOne(site, ['table'], (table) => [
        `alter table ${identify(table)} add column chaos_${site.random.integer(1e6)} text default 'x'`,
      ]),
  },
  'add junk index': {
    draw: (site) =>
      drawOne(site, ['column'], (column) =>
        column.definition === 'text'
          ? [
              `create index chaos_${site.random.integer(1e6)}_idx
                on ${identifyTable(column)} (${quote(column.name)})`,
            ]
          : [],
      ),
  },
  'add junk view': {
    draw: (site) =>
      drawOne(site, ['table'], (table) => [
        `create view ${quote(table.schema)}.chaos_view_${site.random.integer(1e6)}
          as select * from ${identify(table)}`,
      ]),
  },
};

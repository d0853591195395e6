import type pg from 'pg';

interface Named {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

export interface Catalog {
  readonly columns: readonly Named[];
  readonly constraints: readonly Named[];
  readonly indexes: readonly Named[];
  readonly enums: readonly { readonly name: string; readonly labels: readonly string[] }[];
}

/** What the schema `public` is made of, in an order that does not depend on how it came to be. */
export async function readCatalog(client: pg.Client): Promise<Catalog> {
  const rows = async <Row>(query: string) => (await client.query(query)).rows as Row[];
  return {
    columns: await rows(columns),
    constraints: await rows(constraints),
    indexes: await rows(indexes),
    enums: await rows(enums),
  };
}

const columns = `
  select c.relname as table, a.attname as name,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
      pg_get_expr(d.adbin, d.adrelid)) as definition
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped
  order by 1, 2`;

const constraints = `
  select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
  from pg_constraint
  where connamespace = 'public'::regnamespace and contype <> 'n'
  order by 1, 2`;

const indexes = `
  select tablename as table, indexname as name, indexdef as definition
  from pg_indexes where schemaname = 'public' order by 1, 2`;

const enums = `
  select typname as name, array_agg(enumlabel::text order by enumsortorder) as labels
  from pg_type join pg_enum on enumtypid = pg_type.oid
  where typnamespace = 'public'::regnamespace group by 1 order by 1`;

import pg from 'pg';

/** One thing in a database, by the words in which a repair speaks of it. */
export interface StateObject {
  readonly type: string;
  readonly schema: string;
  /** The table that it belongs to; empty where it stands by itself. */
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

export type Row = Readonly<Record<string, unknown>>;

/**
 * All that a database holds, read by a query of the tests' own, so that a mistake in the product's
 * is seen.
 */
export interface State {
  /** By label. */
  readonly objects: ReadonlyMap<string, StateObject>;
  /** By label of the table. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}

/** `column feature_flags.owner`, as a repair names it. */
export function labelOf({ type, schema, table, name }: Omit<StateObject, 'definition'>): string {
  const prefix = schema === 'public' || type === 'schema' ? '' : `${schema}.`;
  return table === '' || table === name
    ? `${type} ${prefix}${name}`
    : `${type} ${prefix}${table}.${name}`;
}

export async function readState(client: pg.Client): Promise<State> {
  const { rows: objects } = await client.query<StateObject>({
    name: 'everything',
    text: everything,
  });
  const tables = objects.filter(({ type }) => type === 'table');
  return {
    objects: new Map(objects.map((object) => [labelOf(object), object])),
    rows: new Map(await readRows(client, tables)),
  };
}

async function readRows(client: pg.Client, tables: readonly StateObject[]) {
  if (tables.length === 0) return [];
  const lists = tables.map(
    (table) => `(select coalesce(jsonb_agg(to_jsonb(t)), '[]') from ${identify(table)} t)`,
  );
  const { rows } = await client.query<{ lists: Row[][] }>(
    `select jsonb_build_array(${lists.join(', ')}) as lists`,
  );
  return tables.map((table, index) => [labelOf(table), rows[0]?.lists[index] ?? []] as const);
}

/** As a statement may name it. */
export function identify({ schema, name }: Pick<StateObject, 'schema' | 'name'>): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}

/** Of a table's part, its table as a statement may name it. */
export function identifyTable({ schema, table }: Pick<StateObject, 'schema' | 'table'>): string {
  return identify({ schema, name: table });
}

const everything = `
with spaces as (
  select oid, nspname::text as schema from pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema'
), rel as (
  select c.*, s.schema from pg_class c join spaces s on s.oid = c.relnamespace
), tab as (
  select * from rel where relkind in ('r', 'p')
)
select 'schema' as type, schema, '' as "table", schema as name, '' as definition from spaces
union all select 'table', schema, relname, relname, '' from tab
union all select 'view', schema, '', relname, pg_get_viewdef(oid) from rel where relkind in ('v', 'm')
union all select 'row security', schema, relname, relname, relforcerowsecurity::text from tab
  where relrowsecurity
union all select 'privilege', schema, relname, privilege, ''
  from tab, unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) as privilege
  where has_table_privilege(relowner, tab.oid, privilege)
    and (relacl is null or exists (select from aclexplode(relacl) a
      where a.grantee = relowner and a.privilege_type = privilege))
union all select 'column', schema, relname, attname, format_type(atttypid, atttypmod)
  from tab join pg_attribute a on a.attrelid = tab.oid and attnum > 0 and not attisdropped
union all select 'not null', schema, relname, attname, ''
  from tab join pg_attribute a on a.attrelid = tab.oid and attnum > 0 and not attisdropped and attnotnull
union all select 'default', schema, relname, attname, pg_get_expr(adbin, adrelid)
  from tab join pg_attrdef d on d.adrelid = tab.oid
  join pg_attribute a on a.attrelid = tab.oid and a.attnum = adnum
union all select case contype when 'p' then 'primary key' when 'u' then 'unique'
    when 'c' then 'check' when 'f' then 'foreign key' end, schema, relname, conname,
    pg_get_constraintdef(k.oid)
  from tab join pg_constraint k on k.conrelid = tab.oid and contype in ('p', 'u', 'c', 'f')
union all select 'index', t.schema, t.relname, i.relname,
    pg_get_indexdef(i.oid) || case when indisvalid then '' else ' INVALID' end
  from tab t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
  where not exists (select from pg_constraint where conindid = i.oid and contype in ('p', 'u', 'x'))
union all select 'trigger', schema, relname, tgname, pg_get_triggerdef(g.oid)
  from tab join pg_trigger g on g.tgrelid = tab.oid where not tgisinternal
union all select 'policy', schema, relname, polname, '' from tab join pg_policy on polrelid = tab.oid
union all select 'sequence', schema, '', relname, format_type(seqtypid, null)
  from rel join pg_sequence on seqrelid = rel.oid
union all select 'ownership', s.schema, t.relname, s.relname, a.attname
  from rel s join pg_depend d on d.objid = s.oid and d.deptype = 'a' and d.classid = 'pg_class'::regclass
  join pg_class t on t.oid = d.refobjid
  join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
  where s.relkind = 'S'
union all select 'enum', schema, '', typname, string_agg(enumlabel, ', ' order by enumsortorder)
  from pg_type t join spaces s on s.oid = typnamespace join pg_enum on enumtypid = t.oid
  group by schema, typname`;

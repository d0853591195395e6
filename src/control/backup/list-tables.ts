import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { expectedCatalog } from '../../schema/manifest.ts';

/** One of ours, as it is in this database. */
export interface Table {
  readonly name: string;
  /** Those that can be written. */
  readonly columns: readonly Column[];
  /** Columns of its primary key. */
  readonly key: readonly string[];
  /** Tables that its rows refer to. */
  readonly parents: readonly string[];
}

interface Column {
  readonly name: string;
  /** As a cast may name it. */
  readonly type: string;
}

export const expectedTables: readonly string[] = [...expectedCatalog.values()]
  .filter(({ type, schema }) => type === 'table' && schema === 'public')
  .map(({ name }) => name);

/** Of log-ins that go on, and of links and challenges that are under way: they end with the database. */
export const leftOut: readonly string[] = ['sessions', 'verifications'];

/** Those of ours that are there, each after those that it refers to. */
export async function listTables(db: Queryable): Promise<readonly Table[]> {
  const names = sql.join(
    expectedTables.map((name) => sql`${name}`),
    sql`, `,
  );
  const found = await rowsOf<Table>(
    db,
    sql`select c.relname::text as name,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, -1)) order by attnum)
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
      (select coalesce(json_agg(attname order by place), '[]')
        from pg_index i, unnest(i.indkey) with ordinality as k (number, place), pg_attribute a
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.number) as key,
      (select coalesce(json_agg(distinct p.relname), '[]')
        from pg_constraint f join pg_class p on p.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and p.oid <> c.oid) as parents
    from pg_class c
    where c.relnamespace = to_regnamespace('public') and c.relkind in ('r', 'p') and c.relname in (${names})
    order by c.relname`,
  );
  return parentsFirst(found);
}

/** Otherwise by name. Tables that refer to each other in a ring come last. */
function parentsFirst(tables: readonly Table[]): readonly Table[] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const sorted: Table[] = [];
  for (;;) {
    const next = [...left.values()].find(({ parents }) => !parents.some((name) => left.has(name)));
    if (next === undefined) return [...sorted, ...left.values()];
    sorted.push(next);
    left.delete(next.name);
  }
}

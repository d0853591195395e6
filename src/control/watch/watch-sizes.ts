import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { watchPolicy } from '../../resource-policy.ts';
import type { Problem } from '../../watchman/problem.ts';
import { atOnce } from './patience.ts';

export interface RelationSize {
  readonly name: string;
  readonly kind: 'table' | 'index';
  readonly bytes: number;
  /** Of an index, that of its table. */
  readonly tableBytes: number;
}

export interface Sizes {
  readonly relations: readonly RelationSize[];
  readonly hasStatements: boolean;
}

/** The largest of Burgee's tables and indexes, in one statement, which reads no rows of theirs. */
export async function readSizes(db: Queryable): Promise<Sizes> {
  const [row] = await rowsOf<Sizes>(
    db,
    sql`
    with relations as (
      select c.oid::regclass::text as name, 'table' as kind,
        pg_table_size(c.oid) as bytes, pg_table_size(c.oid) as table_bytes
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      union all
      select i.indexrelid::regclass::text, 'index', pg_relation_size(i.indexrelid), pg_table_size(i.indrelid)
      from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    )
    select to_regclass('pg_stat_statements') is not null as "hasStatements",
      (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'kind', kind, 'bytes', bytes, 'tableBytes', table_bytes)), '[]')
        from (select * from relations order by bytes desc limit ${watchPolicy.listed}) as largest) as relations`,
  );
  return row ?? { relations: [], hasStatements: false };
}

/** What grows without end: a table that nobody empties, an index that is mostly air. */
export function watchSizes(relations: readonly RelationSize[]): readonly Problem[] {
  const { tableBytes, index } = watchPolicy;
  const tables = relations.filter(({ kind, bytes }) => kind === 'table' && bytes >= tableBytes);
  const indexes = relations.filter(
    (each) =>
      each.kind === 'index' &&
      each.bytes >= index.bytes &&
      each.bytes >= index.times * each.tableBytes,
  );
  return [
    ...sizeProblem(tables, {
      key: 'sizes:tables',
      title: 'Tables are very large',
      consequence: 'Backups, migrations and restores take long, and storage costs.',
      whatToDo:
        'See which rows are old: docs/webhooks.md, docs/usage.md and docs/audit.md say what is kept for how long. Where rows were deleted, "vacuum full" gives the room back.',
    }),
    ...sizeProblem(indexes, {
      key: 'sizes:indexes',
      title: 'Indexes are much larger than their tables',
      consequence: 'Changes are slower than they have to be, and storage costs.',
      whatToDo: 'Run "reindex index concurrently <name>" at a quiet hour.',
    }),
  ];
}

type Wording = Pick<Problem, 'key' | 'title' | 'consequence' | 'whatToDo'>;

const sizeProblem = (found: readonly RelationSize[], wording: Wording): readonly Problem[] =>
  found.length === 0
    ? []
    : [
        {
          ...wording,
          severity: 'warning',
          environment: null,
          items: found.map(({ name }) => name),
          details: found.map(({ name, bytes }) => `${name} has ${(bytes / 1e9).toFixed(1)} GB.`),
          features: [],
          patience: atOnce,
        },
      ];

import { asc } from 'drizzle-orm';
import Papa from 'papaparse';
import { type ExportUsageInput, usageFilter } from '../../contract/flags/usage.ts';
import type { Queryable } from '../../db/connect.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { selectUsage } from './select-usage.ts';
import { usagePeriod } from './usage-period.ts';

const columns = [
  'at',
  'environment',
  'flag',
  'variant',
  'reason',
  'organisation',
  'evaluations',
] as const;

const rowsAtOnce = 5_000;

/**
 * Every row as CSV with a header, the oldest first: of an hour or, where those are gone, of a day. Read
 * while it is written; what is refused, is refused before there is any text.
 */
export async function exportUsage({ ctx, input }: VerbCall<ExportUsageInput>) {
  authorise(ctx, 'viewer');
  const filter = parseInput(usageFilter, input);
  const usage = selectUsage(ctx.database.reads, filter, usagePeriod(filter, ctx.now()));
  const first = await readRows(ctx.database.reads, usage, 0);
  return linesOf(first, (offset) => readRows(ctx.database.reads, usage, offset));
}

type Rows = Awaited<ReturnType<typeof readRows>>;

async function* linesOf(first: Rows, read: (offset: number) => Promise<Rows>) {
  yield `${columns.join(',')}\r\n`;
  let rows = first;
  for (let offset = rowsAtOnce; rows.length > 0; offset += rowsAtOnce) {
    const cells = rows.map(({ at, ...row }) => ({ at: at.toISOString(), ...row }));
    const data = cells.map((row) => columns.map((column) => row[column]));
    yield `${Papa.unparse(data, { escapeFormulae: true })}\r\n`;
    rows = rows.length < rowsAtOnce ? [] : await read(offset);
  }
}

const readRows = (db: Queryable, usage: ReturnType<typeof selectUsage>, offset: number) =>
  db
    .select()
    .from(usage)
    .orderBy(
      asc(usage.at),
      asc(usage.environment),
      asc(usage.flag),
      asc(usage.variant),
      asc(usage.reason),
      asc(usage.organisation),
    )
    .limit(rowsAtOnce)
    .offset(offset);

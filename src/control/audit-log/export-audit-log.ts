import Papa from 'papaparse';
import {
  type AuditEntryResource,
  auditEntry,
  type ExportAuditInput,
  exportAuditInput,
} from '../../contract/access/audit.ts';
import type { AuditRow } from '../audit.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { auditResource } from './audit-resource.ts';
import { readInOrder } from './read-in-order.ts';
import { matching } from './select-entries.ts';

/**
 * Oldest first, as lines of text, read while they are written: CSV with a header, or JSON objects.
 * What is refused, is refused before there is any text.
 */
export async function exportAuditLog({ ctx, input }: VerbCall<ExportAuditInput>) {
  authorise(ctx, 'viewer');
  const { format, ...filter } = parseInput(exportAuditInput, input);
  const pages = readInOrder(ctx.database.reads, { where: matching(filter) });
  const first = await pages.next();
  return linesOf(format, first.done ? [] : first.value, pages);
}

type Page = readonly AuditRow[];

async function* linesOf(format: 'csv' | 'ndjson', first: Page, others: AsyncIterable<Page>) {
  const toLines = format === 'csv' ? csvLines : jsonLines;
  if (format === 'csv') yield `${columns.join(',')}\r\n`;
  if (first.length > 0) yield toLines(first.map(auditResource));
  for await (const page of others) yield toLines(page.map(auditResource));
}

const columns = Object.keys(auditEntry.shape) as (keyof AuditEntryResource)[];

const jsonLines = (entries: readonly AuditEntryResource[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. */
const csvLines = (entries: readonly AuditEntryResource[]): string => {
  const cells = entries.map((entry) => columns.map((column) => cellOf(entry[column])));
  return `${Papa.unparse(cells, { escapeFormulae: true })}\r\n`;
};

const cellOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

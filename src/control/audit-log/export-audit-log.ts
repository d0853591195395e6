import Papa from 'papaparse';
import {
  type AuditEntryResource,
  auditEntry,
  type ExportAuditInput,
  exportAuditInput,
} from '../../contract/audit.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { auditResource } from './audit-resource.ts';
import { readInOrder } from './read-in-order.ts';
import { matching } from './select-entries.ts';

/** Oldest first, as lines of text, read while they are written: CSV with a header, or JSON objects. */
export async function* exportAuditLog({ ctx, input }: VerbCall<ExportAuditInput>) {
  authorise(ctx, 'viewer');
  const { format, ...filter } = parseInput(exportAuditInput, input);
  const linesOf = format === 'csv' ? csvLines : jsonLines;
  if (format === 'csv') yield `${columns.join(',')}\r\n`;
  for await (const rows of readInOrder(ctx.database.reads, { where: matching(filter) })) {
    yield linesOf(rows.map(auditResource));
  }
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

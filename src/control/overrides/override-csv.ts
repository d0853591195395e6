import Papa from 'papaparse';
import type { Problem } from '../../contract/errors/problem.ts';
import { maxBulkRows } from '../../contract/fields/limits.ts';
import {
  type OverrideEntry,
  overrideColumns,
  requiredColumns,
} from '../../contract/flags/override-bulk.ts';
import type { RawEntries, RawEntry } from './raw-entries.ts';

type Column = (typeof overrideColumns)[number];

/** What a spreadsheet would take for a formula, with the apostrophes that keep it from doing so. */
const formula = /^'*[=+\-@\t\r]/;
const guardedFormula = /^'+[=+\-@\t\r]/;

/**
 * A header, and a line for each override. What a spreadsheet would take for a formula has an
 * apostrophe before it, which `parseCsv` takes away again: any text comes back as it was.
 */
export const toCsv = (entries: readonly OverrideEntry[]): string =>
  `${Papa.unparse([
    [...overrideColumns],
    ...entries.map((entry) => overrideColumns.map((column) => guard(entry[column] ?? ''))),
  ])}\r\n`;

const guard = (text: string): string => (formula.test(text) ? `'${text}` : text);

const unguard = (text: string): string => (guardedFormula.test(text) ? text.slice(1) : text);

/** Named by a header in any order, divided by comma, semicolon or tab; a cell may be empty for null. */
export function parseCsv(file: string): RawEntries {
  const text = file.replace(/^\uFEFF/, '');
  const [header, ...lines] = readLines(text);
  if (!header) return { entries: [], problems: [{ path: 'line 1', message: 'expected a header' }] };
  const columns = header.cells.map((name) => name.trim());
  const wrong = headerProblems(columns);
  if (wrong.length > 0) return { entries: [], problems: wrong };
  const whole = lines.filter(({ problem }) => problem === undefined);
  return {
    entries: whole.map((line) => toEntry(columns as Column[], line)),
    problems: lines.flatMap(({ place, problem }) =>
      problem === undefined ? [] : [{ path: place, message: problem }],
    ),
  };
}

interface Line {
  readonly place: string;
  readonly cells: readonly string[];
  readonly problem: string | undefined;
}

/** One more than there may be at the most; a quoted cell may go over several lines. */
function readLines(text: string): Line[] {
  const lines: Line[] = [];
  let [start, number, width] = [0, 1, 0];
  Papa.parse<string[]>(text, {
    delimiter: /[,;\t]/.exec(text)?.[0] ?? ',',
    newline: (/\r\n|\n|\r/.exec(text)?.[0] ?? '\n') as '\n',
    step: ({ data: cells, errors, meta }, parser) => {
      const place = `line ${number}`;
      number += text.slice(start, meta.cursor).match(/\r\n|\n|\r/g)?.length ?? 0;
      start = meta.cursor;
      if (cells.length === 1 && cells[0] === '') return;
      width ||= cells.length;
      const problem =
        errors[0]?.message ??
        (cells.length === width ? undefined : `expected ${width} cells, not ${cells.length}`);
      lines.push({ place, cells, problem });
      if (lines.length > maxBulkRows + 1) parser.abort();
    },
  });
  return lines;
}

function headerProblems(columns: readonly string[]): Problem[] {
  const known: readonly string[] = overrideColumns;
  const issue = (message: string) => ({ path: 'line 1', message });
  return [
    ...columns
      .filter((name, index) => !known.includes(name) || columns.indexOf(name) !== index)
      .map((name) => issue(`expected each column once, of ${known.join(', ')}; not "${name}"`)),
    ...requiredColumns
      .filter((name) => !columns.includes(name))
      .map((name) => issue(`expected a column "${name}"`)),
  ];
}

/** An empty cell is null where something may be. */
function toEntry(columns: readonly Column[], { place, cells }: Line): RawEntry {
  const named = columns.map((column, index) => [column, unguard(cells[index] ?? '')] as const);
  const isGiven = ([column, text]: (typeof named)[number]) =>
    text !== '' || (requiredColumns as readonly string[]).includes(column);
  return { place, entry: Object.fromEntries(named.filter(isGiven)) };
}

import type { Progress } from './command.ts';

const rowsOfLine = 50_000;

/** Tells of large tables alone, a line for so many rows. Takes the rows of a table so far. */
export function tellRows(progress: Progress): (table: string, rows: number) => void {
  let told = { table: '', lines: 0 };
  return (table, rows) => {
    const lines = Math.floor(rows / rowsOfLine);
    if (lines === 0 || (table === told.table && lines === told.lines)) return;
    told = { table, lines };
    progress(`${table} … ${rows.toLocaleString('en')} rows`);
  };
}

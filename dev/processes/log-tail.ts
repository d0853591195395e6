import { readFileSync } from 'node:fs';

/** The last lines of a log, indented for a terminal; empty when it cannot be read. */
export function logTail(file: string, lines = 10): string {
  try {
    const end = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines);
    return end.map((line) => `  ${line}`).join('\n');
  } catch {
    return '';
  }
}

import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** The last lines of a log, indented and without colours; empty when it cannot be read. */
export function logTail(file: string, lines = 10): string {
  try {
    const end = stripVTControlCharacters(readFileSync(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .slice(-lines);
    return end.map((line) => `  ${line}`).join('\n');
  } catch {
    return '';
  }
}

import { createHash } from 'node:crypto';
import { backupPolicy } from '../../resource-policy.ts';
import { BackupError } from './backup-error.ts';
import {
  type BackupEnd,
  type BackupHead,
  type BackupSummary,
  backupEnd,
  backupFormat,
  backupHead,
  tableHead,
} from './backup-format.ts';
import { streamOf } from './stream-of.ts';

/** Opens the file anew each time. */
export type BackupSource = () => AsyncIterable<Uint8Array>;

/** Some rows of one table, each a line of JSON, as they stand in the file. */
export interface BackupPage {
  readonly table: string;
  readonly columns: readonly string[];
  readonly lines: readonly string[];
}

/** Who reads it: the head comes first. A table without rows has one page without lines. */
export interface BackupReader {
  readonly onHead?: (head: BackupHead) => void;
  readonly onPage?: (page: BackupPage) => Promise<void>;
}

/**
 * Reads a backup to its end, a page at a time. Throws `BackupError` where it is none, where it was cut or
 * altered, and for a format that this code does not know: only when it returns was all of it as it was
 * written.
 */
export async function readBackup(
  source: BackupSource,
  { onHead, onPage }: BackupReader = {},
): Promise<BackupSummary> {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  let head: BackupHead | undefined;
  let end: BackupEnd | undefined;
  let table: Omit<BackupPage, 'lines'> | undefined;
  for await (const lines of readLines(source)) {
    for (const group of groupsOf(lines)) {
      if (end !== undefined) throw unreadable('something follows its end');
      const [first = ''] = group;
      if (first.startsWith('[')) {
        if (table === undefined) throw unreadable('a row belongs to no table');
        rows[table.table] = (rows[table.table] ?? 0) + group.length;
        await onPage?.({ ...table, lines: group });
      } else if (head === undefined) {
        head = parseHead(first);
        onHead?.(head);
      } else if (first.startsWith('{"end"')) {
        end = parseEnd(first);
        continue;
      } else {
        table = parseTable(first);
        if (table.table in rows) throw unreadable(`it has the table ${table.table} twice`);
        rows[table.table] = 0;
        await onPage?.({ ...table, lines: [] });
      }
      hash.update(`${group.join('\n')}\n`);
    }
  }
  if (head === undefined) throw unreadable('it is empty');
  if (end === undefined) throw unreadable('it was cut: its end is not there');
  assertWhole(end, { rows, sha256: hash.digest('hex') });
  return { head, ...end };
}

function assertWhole(said: BackupEnd, found: BackupEnd): void {
  const names = new Set([...Object.keys(said.rows), ...Object.keys(found.rows)]);
  const other = [...names].find((name) => said.rows[name] !== found.rows[name]);
  if (other !== undefined) {
    const count = (rows: BackupEnd['rows']) => rows[other] ?? 0;
    throw unreadable(`${other} had ${count(said.rows)} rows, and ${count(found.rows)} are there`);
  }
  if (said.sha256 !== found.sha256) throw unreadable('it was altered: its checksum differs');
}

/** Rows that follow each other are one group, every other line is one by itself. */
function* groupsOf(lines: readonly string[]): Generator<readonly string[]> {
  let rows: string[] = [];
  for (const line of lines) {
    if (line.startsWith('[')) {
      rows.push(line);
      continue;
    }
    if (rows.length > 0) yield rows;
    rows = [];
    yield [line];
  }
  if (rows.length > 0) yield rows;
}

/** Complete lines, about `pageBytes` at a time: what one is holds, and what comes in with it. */
async function* readLines(source: BackupSource): AsyncGenerator<readonly string[]> {
  let rest: string[] = [];
  let restCharacters = 0;
  let lines: string[] = [];
  let characters = 0;
  for await (const text of readText(source)) {
    const [first = '', ...others] = text.split('\n');
    rest.push(first);
    restCharacters += first.length;
    if (restCharacters > backupPolicy.lineCharacters) throw unreadable('a line never ends');
    for (const line of others) {
      lines.push(rest.length === 1 ? (rest[0] ?? '') : rest.join(''));
      rest = [line];
      restCharacters = line.length;
    }
    characters += text.length;
    if (characters < backupPolicy.pageBytes && lines.length < backupPolicy.pageRows) continue;
    yield lines;
    lines = [];
    characters = 0;
  }
  if (rest.join('') !== '') throw unreadable('it was cut: its end is not there');
  yield lines;
}

async function* readText(source: BackupSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const plain = streamOf(source()).pipeThrough(
    new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array>,
  );
  const reader = plain.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(notTaken);
      yield decode(decoder, value, done);
      if (done) break;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, isLast: boolean): string {
  try {
    return decoder.decode(bytes, { stream: !isLast });
  } catch {
    throw unreadable('it is no text in UTF-8');
  }
}

/** What the file system says is passed on; whatever else is said, is said of what the file holds. */
function notTaken(error: unknown): never {
  const { code } = Object(error);
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) throw error;
  const { message, cause } = Object(error);
  throw unreadable(`it does not unpack (${message || Object(cause).message || error})`);
}

function parseHead(line: string): BackupHead {
  const found = parse(line);
  const { burgee_backup: format } = Object(found);
  if (typeof format !== 'number') throw unreadable('it is no backup of Burgee');
  if (format > backupFormat) {
    throw new BackupError('backup_newer', {
      message: `The backup has format ${format}, and this code knows ${backupFormat}.`,
      wayOut: 'Restore with the version of the code that made it, or with a later one.',
    });
  }
  const { data } = backupHead.safeParse(found);
  if (data === undefined) throw unreadable('its first line says too little');
  return data;
}

function parseTable(line: string) {
  const { data } = tableHead.safeParse(parse(line));
  if (data === undefined) throw unreadable('a line is neither a table nor a row');
  return data;
}

function parseEnd(line: string): BackupEnd {
  const { data } = backupEnd.safeParse(parse(line));
  if (data === undefined) throw unreadable('its last line says too little');
  return data.end;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const unreadable = (reason: string) =>
  new BackupError('backup_unreadable', {
    message: `This is not a whole backup: ${reason}. Nothing has been written.`,
    wayOut: 'Take another copy of the file, or an earlier backup.',
  });

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

export type Lines = readonly string[];

export interface Forgery {
  /** The backup that it is made of. */
  readonly file: string;
  readonly path: string;
  readonly change: (lines: Lines) => Lines;
}

/** The same backup with other lines, and a checksum that fits them. Returns its path. */
export function forgeBackup({ file, path, change }: Forgery): string {
  const lines = change(linesOf(file));
  const content = textOf(lines.slice(0, -1));
  const { end } = JSON.parse(lines.at(-1) ?? '');
  const sha256 = createHash('sha256').update(content).digest('hex');
  writeFileSync(path, gzipSync(`${content}${JSON.stringify({ end: { ...end, sha256 } })}\n`));
  return path;
}

/** With other lines and the checksum of before, as by chance. Returns its path. */
export function damageBackup({ file, path, change }: Forgery): string {
  writeFileSync(path, gzipSync(textOf(change(linesOf(file)))));
  return path;
}

const linesOf = (file: string): Lines =>
  gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');

const textOf = (lines: Lines): string => lines.map((line) => `${line}\n`).join('');

import { join } from 'node:path';
import { readJsonFile, writePrivateFile } from './private-file.ts';

/** What `$DEV_DIR/dev.json` tells people and programs about the latest run. */
export interface DevFile {
  readonly url: string;
  readonly admin_secret: string;
  readonly admin_token: string;
  readonly client_key: string;
  readonly server_key: string;
  readonly database_url: string;
  /** Of the first admin; null where a run on another folder made them. */
  readonly email: string | null;
  readonly password: string | null;
}

export type EarlierRun = Partial<Record<keyof DevFile, string>>;

/** Only what is there and text; empty when there was no run before. */
export function readDevFile(devDir: string): EarlierRun {
  const entries = Object.entries(readJsonFile(join(devDir, 'dev.json')) ?? {});
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'));
}

export function writeDevFile(devDir: string, content: DevFile) {
  writePrivateFile(join(devDir, 'dev.json'), `${JSON.stringify(content, null, 2)}\n`);
}

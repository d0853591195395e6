import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What the account of a stand-in for Cloudflare has; a JSON file, so that each call finds it again. */
export interface AccountState {
  isLoggedIn: boolean;
  email: string | null;
  accounts: { id: string; name: string }[];
  namespaces: { id: string; title: string }[];
  queues: string[];
  /** Undefined while there is no Worker. */
  secrets: Record<string, string> | undefined;
  deployments: { id: string; targets: string[] }[];
  /** Where a deployment answers. */
  url: string;
  /** Told of each deployment and each secret, as `POST`; what it answers as `url` is where it answers now. */
  hook: string | null;
  /** Words that a call begins with, and what it then fails with, the next so many times. */
  failures: { call: string; says: string; times: number; isDoneAllTheSame?: boolean }[];
  /** Every call so far, without what it was given to read. */
  calls: string[];
}

export const emptyAccount = (): AccountState => ({
  isLoggedIn: true,
  email: 'ana@example.com',
  accounts: [{ id: '0a1b2c3d4e5f60718293a4b5c6d7e8f9', name: 'Example' }],
  namespaces: [],
  queues: [],
  secrets: undefined,
  deployments: [],
  url: 'http://127.0.0.1:1',
  hook: null,
  failures: [],
  calls: [],
});

export const readState = (file: string): AccountState => JSON.parse(readFileSync(file, 'utf8'));

export function writeState(file: string, state: AccountState): void {
  writeFileSync(`${file}.tmp`, JSON.stringify(state, null, 2));
  renameSync(`${file}.tmp`, file);
}

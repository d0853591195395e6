import type { DatabaseCall } from '../command.ts';
import type { Wrangler } from '../wrangler.ts';
import type { WranglerConfig } from '../wrangler-config.ts';
import type { Account } from './account.ts';
import type { KeptSecrets } from './kept-secrets.ts';

/** A part of setting up, which may be tried any number of times. */
export interface Step {
  /** Stable. */
  readonly id: string;
  readonly title: string;
  /** What it would do, where that cannot be told more closely yet. */
  readonly does: string;
  /** Without which there is nothing to look at. */
  readonly needs: readonly string[];
  /** Changes nothing. Throws a failure where nothing can be done. */
  readonly look: (ground: Ground) => Promise<Look>;
  /** Resolves with what it did. */
  readonly carryOut: (ground: Ground) => Promise<string>;
}

export interface Look {
  readonly isDone: boolean;
  /** What is there, or what would be done. */
  readonly says: string;
}

/** What steps work with. */
export interface Ground {
  readonly wrangler: Wrangler;
  readonly configPath: string;
  /** Read anew each time, as a step writes it. */
  readonly readConfig: () => WranglerConfig;
  /** Asked once. */
  readonly readAccount: () => Promise<Account>;
  readonly kept: KeptSecrets;
  readonly call: DatabaseCall;
  readonly databaseUrl: string;
  readonly env: NodeJS.ProcessEnv;
  /** Who is to be the first admin; undefined where it was not said. */
  readonly adminEmail: string | undefined;
}

export const present = (says: string): Look => ({ isDone: true, says });
export const due = (says: string): Look => ({ isDone: false, says });

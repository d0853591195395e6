import type { AlertFeature, Severity } from '../contract/alert.ts';

/** Something that a look has found wrong. */
export interface Problem {
  /** What tells it from all others, however it is worded. A look that could not see it names a prefix. */
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly environment: string | null;
  /** What is wrong with it: tables, flags. Another set of them is told; none, where it is one thing. */
  readonly items: readonly string[];
  readonly consequence: string;
  readonly whatToDo: string;
  /** More about it, whose change is not told. */
  readonly details: readonly string[];
  readonly features: readonly AlertFeature[];
  readonly patience: Patience;
}

/** Milliseconds for which it has to be seen before it is told, and not be seen before it is over. */
export interface Patience {
  readonly toOpen: number;
  readonly toClose: number;
}

/** What is remembered from one look to the next, of what judging takes. */
export interface WatchMemory {
  readonly environments: readonly string[];
  readonly features: readonly KnownFeature[];
  /** Newest version of each environment that was seen published. */
  readonly versions: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, AnswerCounts>> | null;
  readonly audit: AuditMemory | null;
  /** By query id. */
  readonly statements: Readonly<Record<string, StatementCounts>> | null;
}

export const nothingRemembered: WatchMemory = {
  environments: [],
  features: [],
  versions: {},
  answers: null,
  audit: null,
  statements: null,
};

/** A flag that is marked critical, as it was last seen. */
export interface KnownFeature extends AlertFeature {
  /** When its row was first missed, in milliseconds since the epoch; null while it is there. */
  readonly lostAt: number | null;
  readonly isArchived: boolean;
  /** As it was published, by environment. */
  readonly states: Readonly<Record<string, FeatureState>>;
}

export interface FeatureState {
  /** Whether it ever was on: only then is it a change that it is off. */
  readonly wasOn: boolean;
  readonly isOn: boolean;
  readonly isStopped: boolean;
}

export interface AnswerCounts {
  readonly all: number;
  readonly fallback: number;
}

export interface StatementCounts {
  readonly calls: number;
  readonly milliseconds: number;
}

interface Mark {
  readonly seq: number;
  readonly hash: string;
}

/** How far the chain is known to be sound. */
export interface AuditMemory {
  readonly mark: Mark;
  readonly markedAt: number;
  /** Where the verification of the whole chain goes on; null while there is none. */
  readonly walk: (Mark & { readonly restartedAt: number | null }) | null;
  /** When the whole chain was last verified. */
  readonly wholeAt: number;
  /** What the whole chain is found to have lost, in words. */
  readonly lost: string | null;
}

/** One look at everything. Instants are in milliseconds since the epoch. */
export interface Look {
  /** When it began. */
  readonly at: number;
  readonly problems: readonly Problem[];
  /** Beginnings of the keys that could not be looked for: these stay as they are. */
  readonly unseen: readonly string[];
  readonly memory: WatchMemory;
  /** Those that are switched on; absent while they cannot be read, or are lost. */
  readonly webhooks?: readonly CopiedWebhook[] | undefined;
}

/** A webhook as far as sending takes it. Its secret is sealed. */
export interface CopiedWebhook {
  readonly id: string;
  readonly url: string;
  readonly format: 'standard' | 'slack';
  readonly environmentKey: string | null;
  readonly events: readonly string[];
  readonly sealedSecret: string;
}

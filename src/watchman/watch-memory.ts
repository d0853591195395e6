import type { AlertFeature } from '../contract/notifications/alert.ts';

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

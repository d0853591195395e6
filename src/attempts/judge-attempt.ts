import { attemptPolicy } from '../resource-policy.ts';

/** What is remembered of one subject. Instants are in milliseconds since the epoch. */
export interface AttemptRow {
  /** Within the window that began with the first of them. */
  readonly failures: number;
  readonly windowStartedAt: number;
  /** How often it was blocked, until it is forgotten. */
  readonly blocks: number;
  readonly blockedUntil: number;
}

/** Where rows are kept: an object's storage, or memory. */
export interface AttemptRows {
  find(subject: string): AttemptRow | undefined;
  put(subject: string, row: AttemptRow): void;
  delete(subject: string): void;
}

export interface Tried {
  /** What is guessed at. */
  readonly subject: string;
  /** From where, within what the rows are of; absent where they are of it alone. */
  readonly network?: string | undefined;
}

/** One try of a credential, after it was looked at. */
export interface JudgedAttempt extends Tried {
  readonly isRight: boolean;
  readonly now: number;
}

/** The subject of all failures together, as whoever guesses may guess at another thing each time. */
const everything = '';

const { windowMilliseconds, longestWaitMilliseconds, firstWaitMilliseconds } = attemptPolicy;

interface Counter {
  readonly name: string;
  readonly limit: number;
}

/** By which a failure counts: first the one that a right try takes back. */
function countersOf({ subject, network }: Tried): readonly [Counter, ...Counter[]] {
  const { failuresOfSubject, failuresOfAddress, failuresOfSite } = attemptPolicy;
  const ofAll = { name: everything, limit: network ? failuresOfSite : failuresOfAddress };
  if (!network) return [{ name: subject, limit: failuresOfSubject }, ofAll];
  return [
    { name: `${network} ${subject}`, limit: failuresOfSubject },
    { name: network, limit: failuresOfAddress },
    ofAll,
  ];
}

/**
 * Counts one try; returns for how many milliseconds the caller is refused, right or wrong, or 0. What
 * comes while it is refused counts for nothing, so nobody is kept out by asking again.
 */
export function judgeAttempt(rows: AttemptRows, attempt: JudgedAttempt): number {
  const { isRight, now } = attempt;
  const waitMilliseconds = findWait(rows, attempt, now);
  if (waitMilliseconds > 0) return waitMilliseconds;
  const counters = countersOf(attempt);
  if (isRight) rows.delete(counters[0].name);
  else for (const { name, limit } of counters) rows.put(name, fail(rows.find(name), limit, now));
  return 0;
}

/** The same without a try. */
export const findWait = (rows: AttemptRows, tried: Tried, now: number): number =>
  Math.max(...countersOf(tried).map(({ name }) => leftOf(rows.find(name), now)));

/** When nothing of it counts any more. */
export const forgottenAt = ({ windowStartedAt, blockedUntil }: AttemptRow): number =>
  Math.max(windowStartedAt, blockedUntil) + attemptPolicy.forgetMilliseconds;

/** A wait that is longer than any comes of a clock that was set back: it is over. */
function leftOf(row: AttemptRow | undefined, now: number): number {
  const left = (row?.blockedUntil ?? 0) - now;
  return left > longestWaitMilliseconds ? 0 : Math.max(0, left);
}

function fail(before: AttemptRow | undefined, limit: number, now: number): AttemptRow {
  const row = before && now < forgottenAt(before) ? before : none;
  const isWithin = now - row.windowStartedAt < windowMilliseconds && now >= row.windowStartedAt;
  const failures = isWithin ? row.failures + 1 : 1;
  const windowStartedAt = isWithin ? row.windowStartedAt : now;
  if (failures < limit) return { ...row, failures, windowStartedAt };
  const waitMilliseconds = Math.min(
    longestWaitMilliseconds,
    firstWaitMilliseconds * 2 ** row.blocks,
  );
  const blocks = row.blocks + 1;
  return { failures: 0, windowStartedAt, blocks, blockedUntil: now + waitMilliseconds };
}

const none: AttemptRow = { failures: 0, windowStartedAt: 0, blocks: 0, blockedUntil: 0 };

import { isCollapse } from '../contract/environments/is-collapse.ts';
import type { PublishedSnapshot } from './format.ts';

/** How much an environment has, or had. */
interface Counts {
  readonly flags: number;
  readonly keys: number;
}

/**
 * Throws where a snapshot that no publisher has judged seems to come from tables that lost their rows:
 * it has no flags, less than half of those that are held, or no keys. Where nothing is held it may not
 * be empty, as it would serve nobody. The flags of a pinned version are not judged: they come from the
 * history, not from the tables.
 */
export function assertNoRowsLost(
  { flags, keys, pinnedTo }: PublishedSnapshot,
  before: Counts | undefined,
): void {
  const isEmptied = (now: number, had: number | undefined) => now === 0 && had !== 0;
  const hadFlags = before?.flags ?? 0;
  const areLost = isEmptied(flags.length, before?.flags) || isCollapse(hadFlags, flags.length);
  if (areLost && pinnedTo === undefined) throw lost(flags.length, before?.flags, 'flags');
  if (isEmptied(keys.length, before?.keys)) throw lost(keys.length, before?.keys, 'keys');
}

const lost = (now: number, had: number | undefined, what: string): Error =>
  new Error(
    `the database has ${now}${had === undefined ? '' : ` of ${had}`} ${what}, which is not served`,
  );

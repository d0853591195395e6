import { isCollapse } from '../contract/is-collapse.ts';
import type { PublishedSnapshot } from './format.ts';

/** How much an environment has, or had. */
interface Counts {
  readonly flags: number;
  readonly keys: number;
}

/**
 * Throws where a snapshot that no publisher has looked at seems to be made of tables that lost their
 * rows: none or less than half of the flags that are held, or no keys. Where nothing is held it may not
 * be empty, as then it serves nobody. Flags that a person chose from the history are not of their tables.
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

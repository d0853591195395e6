import type { PreparedFlag } from '../../engine/flag/prepared-flag.ts';
import type { PublishedKey } from '../../snapshot/format.ts';
import type { Held } from '../../snapshot/held.ts';
import type { Granted } from './access.ts';

/** A client key is public, so it sees only what is meant for browsers. */
export function findVisibleFlag({ held, key }: Granted, flagKey: string): PreparedFlag | undefined {
  const flag = held.snapshot.flags.get(flagKey);
  return flag && canSee(key, flag) ? flag : undefined;
}

const lists = { client: new WeakMap<Held, Visible>(), server: new WeakMap<Held, Visible>() };

type Visible = readonly PreparedFlag[];

/** By key. Listed once for a snapshot. */
export function listVisibleFlags({ held, key }: Granted): Visible {
  const listed = lists[key.kind].get(held);
  if (listed) return listed;
  const visible = [...held.snapshot.flags.values()].filter((flag) => canSee(key, flag));
  lists[key.kind].set(held, visible);
  return visible;
}

const canSee = (key: PublishedKey, flag: PreparedFlag): boolean =>
  flag.clientVisible || key.kind === 'server';

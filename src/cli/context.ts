import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { ControlContext } from '../control/context.ts';
import type { DatabaseCall } from './command.ts';

/** Whoever has the address of the database may do everything with it. */
export function contextOf({ database, now }: DatabaseCall): ControlContext {
  return {
    database,
    actor: { id: `cli:${userInfo().username}`, role: 'admin' },
    address: null,
    requestId: randomUUID(),
    now,
    // Only a Worker reaches its KV; the reports say how to have it publish.
    publish: async () => [],
  };
}

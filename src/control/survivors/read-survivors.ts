import { schemaPolicy } from '../../resource-policy.ts';
import { decompile } from '../../snapshot/decompile.ts';
import type { EnvironmentRows } from '../../snapshot/environment-rows.ts';
import { type PublishedSnapshot, unpack } from '../../snapshot/format.ts';
import { withTimeout } from '../../snapshot/with-timeout.ts';
import type { ControlContext } from '../context.ts';
import { assertRestorable } from './assert-restorable.ts';

/** What an environment is served from, and the rows that it was made of as far as it holds them. */
export interface Survivor {
  readonly snapshot: PublishedSnapshot;
  readonly rows: EnvironmentRows;
}

/** What is published, as a repair finds it. */
export interface Survivors {
  readonly survivors: readonly Survivor[];
  /** Damaged, of another format, or not ours. */
  readonly unusable: readonly { readonly environment: string; readonly reason: string }[];
  /** Why nothing is known, where the store did not answer. */
  readonly outage?: string;
}

const { survivorsMilliseconds } = schemaPolicy;

/** Changes nothing, and never rejects: what cannot be read is told. */
export async function readSurvivors(ctx: ControlContext): Promise<Survivors> {
  try {
    const found = await withTimeout(readAll(ctx), survivorsMilliseconds);
    return found ?? unknown(`no answer within ${survivorsMilliseconds} ms`);
  } catch (error) {
    return unknown(messageOf(error));
  }
}

async function readAll({ published, now }: ControlContext): Promise<Survivors> {
  const survivors: Survivor[] = [];
  const unusable: { environment: string; reason: string }[] = [];
  for (const environment of (await published?.listEnvironments()) ?? []) {
    const packed = await published?.find(environment);
    if (!packed) continue;
    try {
      const snapshot = await unpack(packed, environment);
      if (snapshot.withdrawn) continue;
      assertRestorable(snapshot);
      survivors.push({ snapshot, rows: decompile(snapshot, now()) });
    } catch (error) {
      unusable.push({ environment, reason: messageOf(error) });
    }
  }
  return { survivors, unusable };
}

const unknown = (outage: string): Survivors => ({ survivors: [], unusable: [], outage });

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

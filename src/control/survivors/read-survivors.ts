import { environments } from '../../db/environments.ts';
import { seedEnvironments } from '../../db/seeds.ts';
import { snapshotHistory } from '../../db/snapshot-history.ts';
import { schemaPolicy } from '../../resource-policy.ts';
import type { EnvironmentRows } from '../../snapshot/compile/environment-rows.ts';
import { decompile } from '../../snapshot/decompile/decompile.ts';
import { type PackedSnapshot, type PublishedSnapshot, unpack } from '../../snapshot/format.ts';
import { withTimeout } from '../../snapshot/with-timeout.ts';
import type { ControlContext, PublishedPlaces } from '../context.ts';
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
  readonly unusable: readonly Unusable[];
  /** Why nothing is known, where the store did not answer. */
  readonly outage?: string;
}

interface Unusable {
  readonly environment: string;
  readonly reason: string;
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

async function readAll(ctx: ControlContext): Promise<Survivors> {
  const { published } = ctx;
  const survivors: Survivor[] = [];
  const unusable: Unusable[] = [];
  const read = async (environment: string, packed: PackedSnapshot | undefined) => {
    const found = packed && (await readOne(environment, { packed, at: ctx.now() }));
    if (found) 'reason' in found ? unusable.push(found) : survivors.push(found);
  };
  if (!published) return { survivors, unusable };
  const stored = await published.listEnvironments();
  for (const environment of stored) {
    await read(environment, await findSound(published, environment));
  }
  for (const environment of await listUnstored(ctx, stored)) {
    await read(environment, await published.findKept?.(environment));
  }
  return { survivors, unusable };
}

/** The hub's copy where the store's was damaged; the store's where the hub has none that is better. */
async function findSound(published: PublishedPlaces, environment: string) {
  const packed = await published.find(environment);
  const isSound = packed && (await unpack(packed, environment).then(Boolean, () => false));
  if (isSound) return packed;
  const kept = await published.findKept?.(environment).catch(() => undefined);
  return kept ?? packed;
}

/**
 * What may have been published and is not in the store: a seeded environment, and where the store has
 * lost everything, whatever a table still knows of.
 */
async function listUnstored(
  { published, database }: ControlContext,
  stored: readonly string[],
): Promise<readonly string[]> {
  if (!published?.findKept) return [];
  const seeded = seedEnvironments.map(({ key }) => key);
  const known = stored.length > 0 ? [] : await listKnown(database);
  return [...new Set<string>([...seeded, ...known])].filter((key) => !stored.includes(key));
}

/** Of tables that are not there, none. */
async function listKnown({ current }: ControlContext['database']): Promise<readonly string[]> {
  const ends = await Promise.allSettled([
    current.select({ key: environments.key }).from(environments),
    current.selectDistinct({ key: snapshotHistory.environmentKey }).from(snapshotHistory),
  ]);
  return ends.flatMap((end) => (end.status === 'fulfilled' ? end.value.map(({ key }) => key) : []));
}

/** Undefined where somebody deleted the environment. */
async function readOne(
  environment: string,
  { packed, at }: { readonly packed: PackedSnapshot; readonly at: Date },
): Promise<Survivor | Unusable | undefined> {
  try {
    const snapshot = await unpack(packed, environment);
    if (snapshot.withdrawn) return undefined;
    assertRestorable(snapshot);
    return { snapshot, rows: decompile(snapshot, at) };
  } catch (error) {
    return { environment, reason: messageOf(error) };
  }
}

const unknown = (outage: string): Survivors => ({ survivors: [], unusable: [], outage });

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

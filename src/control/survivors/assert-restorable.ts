import * as z from 'zod';
import { environmentKey, flagKey, segmentKey } from '../../contract/fields/identifier.ts';
import type { PublishedSnapshot } from '../../snapshot/format.ts';

const named = <Key extends z.ZodType<string>>(key: Key) => z.array(z.object({ key }));

/** What Postgres would refuse, or nobody can have published: told by its place, before anything is written. */
const restorable = z.object({
  environment: environmentKey,
  version: z.int().min(0),
  flags: named(flagKey).min(1, 'it holds no flag at all'),
  segments: named(segmentKey),
  keys: z.array(
    z.object({
      id: z.string().min(1),
      kind: z.enum(['client', 'server']),
      hash: z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex'),
      expiresAt: z.int().optional(),
    }),
  ),
  contextKeys: z
    .array(z.object({ id: z.string().min(1), jwk: z.record(z.string(), z.unknown()) }))
    .optional(),
});

/** Throws where rows cannot be made of a snapshot, although it is intact. */
export function assertRestorable(snapshot: PublishedSnapshot): void {
  const parsed = restorable.safeParse(snapshot);
  const [issue] = parsed.error?.issues ?? [];
  if (issue) throw new Error([issue.path.join('.'), issue.message].filter(Boolean).join(': '));
  const { flags, segments, keys, contextKeys = [] } = snapshot;
  assertUnique(flags.map(({ key }) => `flag ${key}`));
  assertUnique(segments.map(({ key }) => `segment ${key}`));
  assertUnique(keys.map(({ id }) => `key ${id}`));
  assertUnique(contextKeys.map(({ id }) => `context key ${id}`));
}

function assertUnique(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) throw new Error(`${repeated} is there twice`);
}

import * as z from 'zod';
import { problemText } from '../../contract/errors/problem.ts';
import { problemsOf } from '../../contract/errors/zod-problems.ts';
import { maxSnapshotBytes } from '../../contract/fields/limits.ts';
import type { Compiled } from '../compile/compile.ts';
import { findBroken } from '../compile/find-problems.ts';
import { type PackedSnapshot, type PublishedSnapshot, pack, unpack } from '../format.ts';
import { hold } from '../held.ts';
import { WithheldError } from './withheld-error.ts';

/** What the edge relies on beside flags and segments, which the engine looks at itself. */
const envelope = z.object({
  version: z.int().min(0),
  keys: z.array(
    z.object({
      id: z.string().min(1),
      kind: z.enum(['client', 'server']),
      hash: z.string().min(1),
      allowedOrigins: z.array(z.string()),
    }),
  ),
});

/**
 * Packs what is to be published, and reads it back as the edge will. Throws `WithheldError` for what is
 * too large, what the edge would not read or would read otherwise, and what holds a key twice. A
 * flag that is broken by itself passes, where it was told: it serves its off value and harms no other.
 */
export async function packReadable(compiled: Compiled): Promise<PackedSnapshot> {
  const { snapshot } = compiled;
  const packed = await pack(snapshot);
  const reason =
    findExcess(packed) ?? (await findUnreadable(packed, compiled)) ?? findRepeated(snapshot);
  if (reason === undefined) return packed;
  throw new WithheldError(snapshot.environment, {
    reason,
    wayOut: `Mend the rows: POST /admin/repair names what is wrong with tables. Until then an earlier version can be served, npx burgee republish --environment ${snapshot.environment} --list`,
  });
}

function findExcess({ text }: PackedSnapshot): string | undefined {
  const bytes = Buffer.byteLength(text);
  return bytes > maxSnapshotBytes
    ? `its snapshot has ${bytes} bytes, more than ${maxSnapshotBytes}`
    : undefined;
}

async function findUnreadable(packed: PackedSnapshot, { snapshot, problems }: Compiled) {
  const read = await readBack(packed, snapshot.environment);
  if ('reason' in read) return read.reason;
  // What was served before is served again as it was, be it broken.
  if (snapshot.pinnedTo !== undefined) return undefined;
  const told = new Set(problems.map(({ subject }) => subject));
  const untold = findBroken(read.held.snapshot).find(({ subject }) => !told.has(subject));
  return untold && `the edge would not read ${untold.subject}: ${problemText(untold)}`;
}

async function readBack(packed: PackedSnapshot, environment: string) {
  try {
    const snapshot = await unpack(packed, environment);
    const { error } = envelope.safeParse(snapshot);
    if (error)
      return { reason: `the edge would not read ${problemsOf(error).map(problemText).join('; ')}` };
    return { held: hold({ snapshot, checksum: packed.checksum, origin: 'kv', now: 0 }) };
  } catch (error) {
    return {
      reason: `the edge would not read it: ${error instanceof Error ? error.message : error}`,
    };
  }
}

function findRepeated(snapshot: PublishedSnapshot): string | undefined {
  const seen = new Set<string>();
  for (const name of namesIn(snapshot)) {
    if (seen.has(name)) return `its rows have ${shorten(name)} twice`;
    seen.add(name);
  }
  return undefined;
}

/** A hash is told by its beginning, and compared as a whole. */
const shorten = (name: string) => name.replace(/^(the API key of hash .{8}).+/, '$1…');

/** Whatever somebody asks by, each of which can mean one thing alone. */
function* namesIn({ flags, segments, keys }: PublishedSnapshot): Iterable<string> {
  for (const { key, overrides } of flags) {
    yield `flag ${key}`;
    for (const { scope, subject } of overrides)
      yield `the override of ${key} for ${scope} ${subject}`;
  }
  for (const { key } of segments) yield `segment ${key}`;
  for (const { id, hash } of keys) {
    yield `the API key ${id}`;
    yield `the API key of hash ${hash}`;
  }
}

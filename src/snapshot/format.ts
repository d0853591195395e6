import { sha256Hex } from '../contract/sha256.ts';
import type { Snapshot } from '../engine/snapshot.ts';

/** What is published for an environment: its flags, and the keys that may ask for them. */
export interface PublishedSnapshot extends Snapshot {
  readonly format: typeof currentFormat;
  /** The version whose flags and segments these are, where it is not this one: a person chose it. */
  readonly pinnedTo?: number;
  /** The environment was deleted by a person: no flags, no keys, and nothing to be restored. */
  readonly withdrawn?: true;
  readonly keys: readonly PublishedKey[];
}

export interface PublishedKey {
  readonly id: string;
  readonly kind: 'client' | 'server';
  /** SHA-256 of the key in hex. */
  readonly hash: string;
  /** Origins whose pages may read the answer; `*` stands for all. */
  readonly allowedOrigins: readonly string[];
}

/** A snapshot as text, with what a reader needs to distrust it. */
export interface PackedSnapshot {
  readonly text: string;
  readonly version: number;
  /** SHA-256 of the text in hex. */
  readonly checksum: string;
  /** How much it holds; absent where older code published it. */
  readonly counts?: { readonly flags: number; readonly keys: number };
}

export const currentFormat = 1;

export async function pack(snapshot: PublishedSnapshot): Promise<PackedSnapshot> {
  const text = JSON.stringify(snapshot);
  const counts = { flags: snapshot.flags.length, keys: snapshot.keys.length };
  return { text, version: snapshot.version, checksum: await sha256Hex(text), counts };
}

/** Throws when the text is cut, altered, of another format, or of another environment. */
export async function unpack(
  packed: PackedSnapshot,
  environment: string,
): Promise<PublishedSnapshot> {
  if ((await sha256Hex(packed.text)) !== packed.checksum) throw new Error('checksum differs');
  const snapshot: PublishedSnapshot = JSON.parse(packed.text);
  if (snapshot.format !== currentFormat) throw new Error(`unknown format ${snapshot.format}`);
  if (snapshot.environment !== environment) throw new Error(`made for ${snapshot.environment}`);
  if (snapshot.version !== packed.version) throw new Error('version differs from its metadata');
  return snapshot;
}

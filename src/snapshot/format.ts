import { sha256Hex } from '../contract/fields/sha256.ts';
import { isRecord } from '../engine/is-record.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Snapshot } from '../engine/snapshot.ts';

/** What is published for an environment: its flags, and the keys that may ask for them. */
export interface PublishedSnapshot extends Snapshot {
  readonly format: typeof currentFormat;
  /** The version whose flags and segments these are, where it is not this one: a person chose it. */
  readonly pinnedTo?: number;
  /** The environment was deleted by a person: no flags, no keys, and nothing to be restored. */
  readonly withdrawn?: true;
  readonly keys: readonly PublishedKey[];
  /** By which contexts that a backend has signed are verified; absent where there are none. */
  readonly contextKeys?: readonly PublishedContextKey[];
  /** Client keys are answered only with such a context. */
  readonly requiresSignedContext?: true;
}

export interface PublishedKey {
  readonly id: string;
  readonly kind: 'client' | 'server';
  /** SHA-256 of the key in hex. */
  readonly hash: string;
  /** Origins whose pages may read the answer; `*` stands for all. */
  readonly allowedOrigins: readonly string[];
  /** The first instant at which it is refused, in milliseconds since the epoch. */
  readonly expiresAt?: number;
}

export interface PublishedContextKey {
  /** The `kid` of the tokens that it verifies. */
  readonly id: string;
  /** The public half, with its algorithm. */
  readonly jwk: ContextJwk;
}

/** What a JWK holds is the business of whoever verifies with it. */
export type ContextJwk = JsonObject;

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

const contentDigits = 16;

/** Names a version and its content, in the events and the ETags alike: `12.9f86d081884c7d65`. */
export const contentTag = ({
  version,
  checksum,
}: Pick<PackedSnapshot, 'version' | 'checksum'>): string =>
  `${version}.${checksum.slice(0, contentDigits)}`;

export async function pack(snapshot: PublishedSnapshot): Promise<PackedSnapshot> {
  const text = JSON.stringify(snapshot);
  const counts = { flags: snapshot.flags.length, keys: snapshot.keys.length };
  return { text, version: snapshot.version, checksum: await sha256Hex(text), counts };
}

/** Throws when the text is cut, altered, malformed, of another format, or of another environment. */
export async function unpack(
  packed: PackedSnapshot,
  environment: string,
): Promise<PublishedSnapshot> {
  await assertIntact(packed);
  const snapshot: PublishedSnapshot = JSON.parse(packed.text);
  if (snapshot.format !== currentFormat) throw new Error(`unknown format ${snapshot.format}`);
  if (snapshot.environment !== environment) throw new Error(`made for ${snapshot.environment}`);
  if (snapshot.version !== packed.version) throw new Error('version differs from its metadata');
  if (!isSound(snapshot)) throw new Error('its version, flags, segments or keys are malformed');
  return snapshot;
}

/** As far as the whole depends on it; a flag that is broken disturbs no other. */
export function isSound(value: unknown): value is PublishedSnapshot {
  if (!isRecord(value) || value.format !== currentFormat) return false;
  const { environment, version, flags, segments, keys } = value;
  return (
    typeof environment === 'string' &&
    Number.isSafeInteger(version) &&
    [flags, segments].every(Array.isArray) &&
    Array.isArray(keys) &&
    keys.every(isSoundKey)
  );
}

const isSoundKey = (key: unknown): boolean =>
  isRecord(key) &&
  (key.kind === 'client' || key.kind === 'server') &&
  typeof key.hash === 'string' &&
  Array.isArray(key.allowedOrigins);

/** Throws when the text is not the one that its label is for. */
export async function assertIntact({ text, checksum }: PackedSnapshot): Promise<void> {
  if ((await sha256Hex(text)) !== checksum) throw new Error('checksum differs');
}

import { importJWK } from 'jose/key/import';
import type { ContextAlgorithm } from '../../contract/environments/context-key.ts';
import type { JsonObject } from '../../engine/json.ts';
import { invalidInput } from '../errors.ts';

type Jwk = Readonly<Record<string, unknown>>;

interface Family {
  readonly algorithm: ContextAlgorithm;
  /** As RFC 7517 and its kin call it; all else of a JWK is left out. */
  readonly members: readonly string[];
  readonly isOne: (jwk: Jwk) => boolean;
}

const families: readonly Family[] = [
  {
    algorithm: 'EdDSA',
    members: ['kty', 'crv', 'x'],
    isOne: ({ kty, crv }) => kty === 'OKP' && crv === 'Ed25519',
  },
  {
    algorithm: 'ES256',
    members: ['kty', 'crv', 'x', 'y'],
    isOne: ({ kty, crv }) => kty === 'EC' && crv === 'P-256',
  },
  { algorithm: 'RS256', members: ['kty', 'n', 'e'], isOne: ({ kty }) => kty === 'RSA' },
];

/** RFC 9864 names the curve where RFC 8037 does not. */
const otherNames: Readonly<Record<string, string>> = { Ed25519: 'EdDSA' };

const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** Too short is weak, too long costs the edge too much to verify. */
const modulusBits = { least: 2_048, most: 4_096 };

/**
 * The public half of a pair, with nothing but what verifies and the one algorithm that it is for. Throws
 * `invalid_input`, also for a secret that both sides would share: whoever reads snapshots could sign.
 */
export async function readPublicJwk(jwk: Jwk): Promise<JsonObject> {
  if (secretMembers.some((name) => name in jwk)) {
    throw refused(
      'expected the public half alone; make a new pair, as the other half was sent here',
    );
  }
  const family = families.find(({ isOne }) => isOne(jwk));
  if (!family) throw refused('expected a JWK of Ed25519, of P-256 or of RSA');
  const { algorithm, members } = family;
  const named = otherNames[String(jwk.alg)] ?? jwk.alg;
  if (named !== undefined && named !== algorithm) throw refused(`expected the alg ${algorithm}`);
  const kept = Object.fromEntries(members.map((name) => [name, jwk[name]]));
  if (Object.values(kept).some((value) => typeof value !== 'string')) {
    throw refused(`expected the texts ${members.join(', ')}`);
  }
  const read: JsonObject = { ...(kept as Record<string, string>), alg: algorithm };
  await assertImports(read, algorithm);
  return read;
}

async function assertImports(jwk: JsonObject, algorithm: ContextAlgorithm): Promise<void> {
  const key = await importJWK(jwk, algorithm).catch(() => undefined);
  if (!(key instanceof CryptoKey)) throw refused('expected a key that can be read');
  const { modulusLength } = key.algorithm as { readonly modulusLength?: number };
  const { least, most } = modulusBits;
  if (modulusLength !== undefined && (modulusLength < least || modulusLength > most)) {
    throw refused(`expected ${least} to ${most} bits`);
  }
}

const refused = (message: string) => invalidInput([{ path: 'public_key', message }]);

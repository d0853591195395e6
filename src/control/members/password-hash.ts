import { timingSafeEqual } from 'node:crypto';

/** Workers refuse more iterations in one call, so each round begins with what the last one gave. */
const iterations = 100_000;
/** Six hundred thousand in all, as OWASP asks for PBKDF2 with SHA-256; docs/decisions/0016 weighs it. */
const rounds = 6;
const saltBytes = 16;
const hashBits = 256;

/** `$pbkdf2-sha256-rounds$i=100000,r=6$<salt>$<hash>`, in base64url: its cost is told, so it can rise. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const hash = await stretch(password, { salt, iterations, rounds });
  return `$pbkdf2-sha256-rounds$i=${iterations},r=${rounds}$${encode(salt)}$${encode(hash)}`;
}

const shape = /^\$pbkdf2-sha256-rounds\$i=(\d{1,6}),r=(\d{1,3})\$([\w-]+)\$([\w-]+)$/;

/** Compared in time that depends on neither. False for a hash of another form. */
export async function verifyPassword(given: { password: string; hash: string }): Promise<boolean> {
  const [, iterationsText, roundsText, salt, hash] = shape.exec(given.hash) ?? [];
  if (salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64url');
  const actual = await stretch(given.password, {
    salt: Buffer.from(salt, 'base64url'),
    iterations: Number(iterationsText),
    rounds: Number(roundsText),
  });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

interface Cost {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly iterations: number;
  readonly rounds: number;
}

/** The same characters typed on another keyboard are the same password. */
async function stretch(password: string, { salt, ...cost }: Cost) {
  let material = new TextEncoder().encode(password.normalize('NFKC')).buffer as ArrayBuffer;
  for (let round = 0; round < cost.rounds; round++) {
    const key = await crypto.subtle.importKey('raw', material, 'PBKDF2', false, ['deriveBits']);
    const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: cost.iterations };
    material = await crypto.subtle.deriveBits(algorithm, key, hashBits);
  }
  return Buffer.from(material);
}

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

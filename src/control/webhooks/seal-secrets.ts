/**
 * What a webhook signs with, as the database keeps it. AES-GCM by a key that HKDF-SHA-256 derives from
 * the Worker's secret; bound to its webhook's id, so that no row can be given another's. With another
 * secret of the Worker nothing opens, and `open` returns undefined.
 */
export interface SecretSeal {
  seal(webhookId: string, secrets: readonly SigningSecret[]): Promise<string>;
  open(webhookId: string, sealed: string): Promise<readonly SigningSecret[] | undefined>;
}

export interface SigningSecret {
  /** `whsec_` and base64. */
  readonly secret: string;
  /** After that instant it signs no more; null for the one in use. */
  readonly until: string | null;
}

const version = 'v1';
const ivBytes = 12;
const secretBytes = 32;

export function createSecretSeal(workerSecret: string): SecretSeal {
  let deriving: Promise<CryptoKey> | undefined;
  const key = () => {
    deriving ??= deriveKey(workerSecret);
    return deriving;
  };
  return {
    async seal(webhookId, secrets) {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const text = encode(JSON.stringify(secrets));
      const sealed = await crypto.subtle.encrypt(algorithm(iv, webhookId), await key(), text);
      return [version, toBase64(iv), toBase64(new Uint8Array(sealed))].join('.');
    },
    async open(webhookId, sealed) {
      const [, iv = '', content = ''] = sealed.split('.');
      try {
        const how = algorithm(fromBase64(iv), webhookId);
        const opened = await crypto.subtle.decrypt(how, await key(), fromBase64(content));
        return JSON.parse(new TextDecoder().decode(opened));
      } catch {
        return undefined;
      }
    },
  };
}

/** As Standard Webhooks writes a symmetric secret. */
export const newSigningSecret = (): string =>
  `whsec_${toBase64(crypto.getRandomValues(new Uint8Array(secretBytes)))}`;

async function deriveKey(workerSecret: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', encode(workerSecret), 'HKDF', false, [
    'deriveKey',
  ]);
  const how = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: encode('burgee webhook secrets'),
  };
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}

const algorithm = (iv: Uint8Array<ArrayBuffer>, webhookId: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: encode(webhookId),
});

const encode = (text: string) => new TextEncoder().encode(text);

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (digit) => digit.charCodeAt(0));

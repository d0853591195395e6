import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

interface Options {
  readonly challenge: string;
}

/** What a device with a passkey does, by the bytes that WebAuthn defines: https://www.w3.org/TR/webauthn-2 */
export function softwareAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let uses = 0;

  const clientData = (type: string, { challenge }: Options, from = origin) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));

  const authenticatorData = (flags: number, attested = Buffer.alloc(0)) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++uses);
    return Buffer.concat([
      sha256(new URL(origin).hostname),
      Buffer.from([flags]),
      counter,
      attested,
    ]);
  };

  /** COSE, in CBOR: EC2, ES256, P-256. */
  const coseKey = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x, 'base64url'),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y, 'base64url'),
  ]);

  const credential = (response: Record<string, Buffer>) => ({
    id: base64(id),
    rawId: base64(id),
    type: 'public-key',
    clientExtensionResults: {},
    response: Object.fromEntries(
      Object.entries(response).map(([name, bytes]) => [name, base64(bytes)]),
    ),
  });

  return {
    /** Answers `navigator.credentials.create`. */
    create(options: Options) {
      const length = Buffer.from([0, id.length]);
      const data = authenticatorData(
        present | verified | attestedData,
        Buffer.concat([Buffer.alloc(16), length, id, coseKey]),
      );
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        Buffer.from([0x58, data.length]),
        data,
      ]);
      return credential({
        attestationObject,
        clientDataJSON: clientData('webauthn.create', options),
      });
    },

    /** Answers `navigator.credentials.get`, as a page of `from` asks it. */
    get(options: Options, { from = origin, isVerified = true } = {}) {
      const clientDataJSON = clientData('webauthn.get', options, from);
      const data = authenticatorData(isVerified ? present | verified : present);
      const signature = sign('sha256', Buffer.concat([data, sha256(clientDataJSON)]), privateKey);
      return credential({ authenticatorData: data, clientDataJSON, signature });
    },
  };
}

/** Flags: a hand was there; it was the owner's, by PIN or fingerprint; a key is told. */
const [present, verified, attestedData] = [0x01, 0x04, 0x40];

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();
const base64 = (bytes: Buffer) => bytes.toString('base64url');
const cborText = (text: string) =>
  Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);

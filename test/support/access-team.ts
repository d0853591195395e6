import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';

export type AccessTeam = Awaited<ReturnType<typeof openAccessTeam>>;

/** What Cloudflare Access does for a team: publishes its keys, and signs who asks. */
export async function openAccessTeam() {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const soon = Math.round(Date.now() / 1_000) + 60;
  const signBy = (key: CryptoKey | Uint8Array, alg: string) => (claims: JWTPayload) =>
    new SignJWT({ exp: soon, ...claims }).setProtectedHeader({ alg, kid: 'one' }).sign(key);
  return {
    keysUrl: `http://127.0.0.1:${port}/cdn-cgi/access/certs`,
    sign: signBy(privateKey, 'RS256'),
    /** By a key that is not the team's, under the name of one that is. */
    forge: signBy(other.privateKey, 'RS256'),
    /** As though the public key were a shared secret. */
    signByPublicKey: signBy(new TextEncoder().encode(await exportSPKI(publicKey)), 'HS256'),
    signNothing: async (claims: JWTPayload) => new UnsecuredJWT({ exp: soon, ...claims }).encode(),
    close: () => server.close(),
  };
}

import type { Ask } from './ground.ts';

/** Of production, which is seeded and published first where it is not there yet. */
export async function createServerKey(ask: Ask): Promise<string> {
  await ask('POST', '/admin/warm');
  const body = { kind: 'server', name: 'a test', environment: 'production' };
  const response = await ask('POST', '/admin/keys', { body });
  return (await response.json<{ key: string }>()).key;
}

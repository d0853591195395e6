import { randomBytes } from 'node:crypto';
import { describeFailure, type Service } from './service.ts';

/** How a person logs in. Both null where another run, in another folder, made the first admin. */
export interface DevLogIn {
  readonly email: string | null;
  readonly password: string | null;
}

/** Made once a database, with what an earlier run on an empty one was told. */
export async function prepareFirstAdmin(
  service: Service,
  adminSecret: string,
  earlier: { readonly email?: string; readonly password?: string },
): Promise<DevLogIn> {
  const email = earlier.email ?? 'admin@example.com';
  const password = earlier.password ?? randomBytes(12).toString('base64url');
  const body = { email, password, name: 'Dev Admin' };
  const path = '/admin/members/first-admin';
  const request = { method: 'POST', path, token: adminSecret, body } as const;
  const answer = await service.ask(request);
  if (answer.status === 201) return { email, password };
  if (answer.status !== 409) throw new Error(describeFailure(request, answer));
  return { email: earlier.email ?? null, password: earlier.password ?? null };
}

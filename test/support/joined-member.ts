import type { Role } from '../../src/contract/access/api-key.ts';
import type { DashboardRun } from './dashboard-run.ts';
import { type LogIn, logIn } from './log-in.ts';

export const joinedPassword = 'a password of twelve or more';

interface Joining {
  readonly email: string;
  readonly role: Role;
  readonly name?: string;
}

/** Somebody who was invited, and has joined. Resolves with their id. */
export async function inviteAndJoin(
  { admin, dev }: DashboardRun,
  { email, role, name = email }: Joining,
): Promise<string> {
  const { token } = (await admin('POST', '/invitations', { body: { email, role } })).body;
  const response = await fetch(`${dev.devFile.url}/admin/invitations/accept`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, name, password: joinedPassword }),
  });
  return ((await response.json()) as { id: string }).id;
}

/** The same, logged in. */
export async function letIn(run: DashboardRun, joining: Joining): Promise<LogIn> {
  await inviteAndJoin(run, joining);
  return logIn(run.dev.devFile.url, { email: joining.email, password: joinedPassword });
}

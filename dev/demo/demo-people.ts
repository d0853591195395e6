import { type DemoPlane, demoPlane } from './demo-plane.ts';

const people = [
  { name: 'Mara Lindqvist', email: 'mara@example.com', role: 'editor' },
  { name: 'Jonas Weber', email: 'jonas@example.com', role: 'editor' },
  { name: 'Priya Raman', email: 'priya@example.com', role: 'viewer' },
] as const;

interface Door {
  readonly admin: DemoPlane;
  readonly url: string;
  /** The same as the first admin's, so that one can log in as any of them. */
  readonly password: string;
  readonly signal: AbortSignal;
}

/** Invites whoever is not there yet, and has those log in who may change flags. */
export async function letDemoPeopleIn(door: Door): Promise<readonly DemoPlane[]> {
  const { members } = (await door.admin('/members')) as { members: { email: string }[] };
  const known = new Set(members.map(({ email }) => email));
  const missing = people.filter(({ email }) => !known.has(email));
  await Promise.all(missing.map((person) => join(door, person)));
  const editors = people.filter(({ role }) => role === 'editor');
  return Promise.all(editors.map(({ email }) => logIn(door, email)));
}

async function join({ admin, password }: Door, { name, email, role }: (typeof people)[number]) {
  const { token } = await admin('/invitations', { method: 'POST', body: { email, role } });
  await admin('/invitations/accept', { method: 'POST', body: { token, name, password } });
}

async function logIn({ url, password, signal }: Door, email: string): Promise<DemoPlane> {
  const answer = await fetch(`${url}/admin/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({ email, password }),
    signal,
  });
  if (!answer.ok) {
    throw new Error(`the log-in of ${email} answers ${answer.status}: ${await answer.text()}`);
  }
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
  return demoPlane(url, { Cookie: cookie.join('; '), Origin: url }, signal);
}

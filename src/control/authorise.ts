import type { Role } from '../contract/access/api-key.ts';
import type { ControlContext } from './context.ts';
import { ControlError } from './errors.ts';

const rank: Readonly<Record<Role, number>> = { viewer: 0, editor: 1, admin: 2 };

/**
 * Throws `forbidden` unless the caller's role is `needed` or a higher one. ADMIN_SECRET opens only
 * what says so; what is for a visitor asks for another proof itself.
 */
export function authorise(
  { actor: { role, only } }: ControlContext,
  needed: Role | 'visitor',
  bySecret: 'or by secret' | 'not by secret' = 'not by secret',
): void {
  if (needed === 'visitor') return;
  if (only === 'visitor') throw new ControlError('forbidden', 'This needs a log-in.');
  if (only === 'secret' && bySecret === 'not by secret') throw notForSecret();
  if (rank[role] >= rank[needed]) return;
  throw new ControlError('forbidden', `This needs the role ${needed}; yours is ${role}.`);
}

const notForSecret = () =>
  new ControlError(
    'forbidden',
    'ADMIN_SECRET opens what starts and repairs a deployment, and not this. Log in as a member, or make an admin key with it: POST /admin/keys {"kind":"admin","name":"…","role":"admin"}.',
  );

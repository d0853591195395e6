import type { Role } from '../contract/api-key.ts';
import type { ControlContext } from './context.ts';
import { ControlError } from './errors.ts';

const rank: Readonly<Record<Role, number>> = { viewer: 0, editor: 1, admin: 2 };

/** Throws `forbidden` unless the caller's role is `needed` or a higher one. */
export function authorise(ctx: ControlContext, needed: Role): void {
  if (rank[ctx.actor.role] >= rank[needed]) return;
  throw new ControlError('forbidden', `This needs the role ${needed}; yours is ${ctx.actor.role}.`);
}

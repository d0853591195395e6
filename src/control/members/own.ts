import type { ControlContext } from '../context.ts';
import { ControlError } from '../errors.ts';

/** Of the member who asks. Throws where a key asks, or whoever holds ADMIN_SECRET. */
export function getOwnId({ actor }: ControlContext): string {
  if (actor.member) return actor.member.id;
  throw new ControlError(
    'forbidden',
    'This is about whoever is logged in, and a key is nobody: log in as a member.',
  );
}

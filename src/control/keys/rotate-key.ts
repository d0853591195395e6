import {
  type RotatedKeyResource,
  type RotateKeyInput,
  rotateKeyInput,
  rotationOverlap,
} from '../../contract/access/api-key.ts';
import { authorise } from '../authorise.ts';
import type { ControlContext, VerbCall } from '../context.ts';
import { alreadyExists, ControlError, invalidInput } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { changeKey } from './change-key.ts';
import { insertKey } from './insert-key.ts';
import type { KeyRow } from './key-resource.ts';
import { getKeyForUpdate } from './key-row.ts';

const hourMilliseconds = 3_600_000;
const mostMilliseconds = rotationOverlap.mostDays * 24 * hourMilliseconds;

/**
 * Makes a successor that may do the same; both are good until the old one expires. A key has one
 * successor, so whoever sends this twice makes no second, and no revision is asked for.
 */
export async function rotateKey({
  ctx,
  input,
}: VerbCall<{ id: string; rotation: RotateKeyInput }>): Promise<RotatedKeyResource> {
  authorise(ctx, 'admin');
  const expiresAt = expiryOf(ctx, parseInput(rotateKeyInput, input.rotation).expires_at);
  return mutate(ctx, async (unit) => {
    const before = await getKeyForUpdate(unit.tx, input.id);
    assertRotatable(before, ctx.now());
    const { kind, name, environmentKey, role, allowedOrigins } = before;
    const successor = { kind, name, environmentKey, role, allowedOrigins };
    const made = await insertKey(unit, successor);
    const change = { expiresAt, replacedBy: made.id };
    return { old: await changeKey(unit, { action: 'key.rotate', before, change }), new: made };
  });
}

function expiryOf(ctx: ControlContext, wanted: string | undefined): Date {
  const now = ctx.now().getTime();
  if (wanted === undefined) return new Date(now + rotationOverlap.usualHours * hourMilliseconds);
  const expiresAt = new Date(wanted);
  const overlap = expiresAt.getTime() - now;
  if (overlap > 0 && overlap <= mostMilliseconds) return expiresAt;
  const message = `expected an instant within the next ${rotationOverlap.mostDays} days; to end a key at once, revoke it`;
  throw invalidInput([{ path: 'expires_at', message }]);
}

function assertRotatable({ id, revokedAt, expiresAt, replacedBy }: KeyRow, now: Date): void {
  if (revokedAt || (expiresAt && expiresAt <= now)) {
    throw new ControlError(
      'key_ended',
      `Key "${id}" is ${revokedAt ? 'revoked' : 'expired'}, so there is nothing to overlap with. Create a key instead.`,
    );
  }
  if (replacedBy !== null) throw alreadyExists(`a successor of key "${id}": key "${replacedBy}"`);
}

import { v7 as newId } from 'uuid';
import {
  type IssuePasswordResetInput,
  issuePasswordResetInput,
} from '../../contract/access/member.ts';
import { sha256Hex } from '../../contract/fields/sha256.ts';
import { verifications } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { createLinkToken } from './link-token.ts';
import { getMember } from './member-row.ts';
import {
  passwordResetIdentifier,
  passwordResetValue,
  revokePasswordResetsFor,
} from './password-reset-row.ts';

interface Input {
  readonly id: string;
  readonly reset: IssuePasswordResetInput;
}

const millisecondsOfHour = 3_600_000;

/**
 * The answer holds the token, for the only time. An earlier one for the same member ends. The password
 * is what it was until this one is used.
 */
export async function issuePasswordReset({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'admin');
  const { expires_in_hours } = parseInput(issuePasswordResetInput, input.reset);
  const token = createLinkToken();
  const identifier = passwordResetIdentifier(await sha256Hex(token));
  const expiresAt = new Date(ctx.now().getTime() + expires_in_hours * millisecondsOfHour);
  return mutate(ctx, async ({ tx, audit }) => {
    const { id, email } = await getMember(tx, input.id);
    await revokePasswordResetsFor(tx, id);
    const value = passwordResetValue(id, ctx.actor.id);
    await tx.insert(verifications).values({ id: newId(), identifier, value, expiresAt });
    const resource = { email, expires_at: expiresAt.toISOString() };
    audit({ action: 'member.issue_password_reset', target: id, after: resource });
    return { ...resource, token };
  });
}

import { eq } from 'drizzle-orm';
import { members } from '../../db/members.ts';
import { authorise } from '../authorise.ts';
import type { Actor, VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { insertMember, memberActor, memberResource } from './member-row.ts';

interface Input {
  /** As Cloudflare Access has proved it. */
  readonly email: string;
  /** Whether whoever Access lets through becomes a viewer by that. */
  readonly provisions: boolean;
}

/** The member of that address, with the role that they have here. */
export async function findAccessActor({ ctx, input }: VerbCall<Input>): Promise<Actor | undefined> {
  authorise(ctx, 'visitor');
  const email = input.email.toLowerCase();
  const find = () =>
    ctx.database.current
      .select({ id: members.id, role: members.role })
      .from(members)
      .where(eq(members.email, email));
  const [known] = await find();
  const member = known ?? (input.provisions ? await provision(ctx, email) : undefined);
  if (!member) return undefined;
  return { id: memberActor(email), role: member.role, member: { id: member.id } };
}

/** Without a password: there is Access. */
const provision = (ctx: VerbCall['ctx'], email: string) =>
  mutate(ctx, async ({ tx, audit }) => {
    const row = await insertMember(tx, { email, name: email, role: 'viewer' });
    const actor = memberActor(email);
    audit({ actor, action: 'member.create', target: row.id, after: memberResource(row) });
    return row;
  });

import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/contract/access/api-key.ts';
import type { ControlContext } from '../../src/control/context.ts';
import { acceptInvitation } from '../../src/control/members/accept-invitation.ts';
import { changeRole } from '../../src/control/members/change-role.ts';
import { createFirstAdmin } from '../../src/control/members/create-first-admin.ts';
import { inviteMember } from '../../src/control/members/invite-member.ts';
import { issuePasswordReset } from '../../src/control/members/issue-password-reset.ts';
import { listInvitations } from '../../src/control/members/list-invitations.ts';
import { listMembers } from '../../src/control/members/list-members.ts';
import { hashPassword, verifyPassword } from '../../src/control/members/password-hash.ts';
import { removeMember } from '../../src/control/members/remove-member.ts';
import { resetPassword } from '../../src/control/members/reset-password.ts';
import { revokeInvitation } from '../../src/control/members/revoke-invitation.ts';
import { auditLogs } from '../../src/db/audit-logs.ts';
import { invitations, members, verifications } from '../../src/db/members.ts';
import {
  copyControlPlane,
  startControlPlane,
  type TestControlPlane,
} from '../support/control-plane.ts';

const password = 'correct horse battery staple';
const first = { email: 'Ana@Example.com', name: 'Ana', password };

let template: TestControlPlane;
let plane: TestControlPlane;
let ctx: ControlContext;

beforeAll(async () => {
  template = await startControlPlane();
  await createFirstAdmin({ ctx: bySecret(template), input: first });
});
afterAll(() => template?.dispose());
beforeEach(async () => {
  plane = await copyControlPlane(template);
  ctx = { ...plane.ctx, actor: { id: 'member:ana@example.com', role: 'admin' } };
  return () => plane.dispose();
});

const bySecret = ({ ctx: base }: TestControlPlane): ControlContext => ({
  ...base,
  actor: { id: 'admin-secret', role: 'admin', only: 'secret' },
});
const visiting = (): ControlContext => ({
  ...plane.ctx,
  actor: { id: 'visitor', role: 'viewer', only: 'visitor' },
});

const listAll = async () => (await listMembers({ ctx, input: {} })).members;

async function join(email: string, role: Role = 'viewer') {
  const { token } = await inviteMember({ ctx, input: { email, role } });
  return acceptInvitation({ ctx: visiting(), input: { token, name: 'Bo', password } });
}

const lastActions = async (count: number) => {
  const newest = plane.database.current.select().from(auditLogs).orderBy(desc(auditLogs.seq));
  return (await newest.limit(count)).map(({ action, actor }) => `${action} by ${actor}`).reverse();
};

describe('the first admin', () => {
  it('is made once, by ADMIN_SECRET, under an address in lower case', async () => {
    expect(await listAll()).toMatchObject([{ email: 'ana@example.com', role: 'admin' }]);
    await expect(
      createFirstAdmin({ ctx: bySecret(plane), input: { ...first, email: 'b@example.com' } }),
    ).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('is one, of ten who try at once', async () => {
    await plane.database.transaction((tx) => tx.delete(members));
    const attempts = Array.from({ length: 10 }, (_, index) =>
      createFirstAdmin({
        ctx: bySecret(plane),
        input: { ...first, email: `admin${index}@example.com` },
      }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await listAll()).toHaveLength(1);
  });

  it.each([
    ['a short password', { password: 'eleven char' }],
    ['no address', { email: 'ana' }],
    ['a role of their own choosing (security 36)', { role: 'admin' }],
    ['an id of their own choosing (security 36)', { id: 'x' }],
  ])('is refused with %s', async (_, wrong) => {
    const input = { ...first, ...wrong };
    await expect(createFirstAdmin({ ctx: bySecret(plane), input })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('an invitation', () => {
  it('makes one person a member, with its address and role, once', async () => {
    const invited = await inviteMember({ ctx, input: { email: 'BO@example.com', role: 'editor' } });
    const input = { token: invited.token, name: 'Bo', password };
    const member = await acceptInvitation({ ctx: visiting(), input });
    expect(member).toMatchObject({ email: 'bo@example.com', name: 'Bo', role: 'editor' });
    await expect(acceptInvitation({ ctx: visiting(), input })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await lastActions(3)).toEqual([
      'invitation.create by member:ana@example.com',
      'invitation.accept by member:bo@example.com',
      'member.create by member:bo@example.com',
    ]);
  });

  it('makes one member of five who accept it at once', async () => {
    const { token } = await inviteMember({ ctx, input: { email: 'bo@example.com' } });
    const accept = () =>
      acceptInvitation({ ctx: visiting(), input: { token, name: 'B', password } });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, accept));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await listAll()).toHaveLength(2);
  });

  it('is not told apart, whether used, revoked, run out or made up (security 10)', async () => {
    const { id, token } = await inviteMember({ ctx, input: { email: 'bo@example.com' } });
    const revoked = await revokeInvitation({ ctx, input: { id } });
    expect(revoked.revoked_at).not.toBeNull();
    const other = await inviteMember({ ctx, input: { email: 'cy@example.com' } });
    const late = { ...visiting(), now: () => new Date(Date.now() + 8 * 86_400_000) };
    const messages = [];
    for (const [as, each] of [
      [visiting(), token],
      [visiting(), 'made up'],
      [late, other.token],
    ] as const) {
      const input = { token: each, name: 'Bo', password };
      messages.push(await acceptInvitation({ ctx: as, input }).catch(({ message }) => message));
    }
    expect(new Set(messages)).toEqual(new Set([expect.stringContaining('Ask for another')]));
  });

  it('is kept as a hash, and never listed with its token', async () => {
    const { token } = await inviteMember({ ctx, input: { email: 'bo@example.com' } });
    const rows = await plane.database.current.select().from(invitations);
    const logged = await plane.database.current.select().from(auditLogs);
    const listed = await listInvitations({ ctx, input: {} });
    expect(JSON.stringify([rows, logged, listed])).not.toContain(token);
  });

  it('ends with the next one to the same address', async () => {
    const { token } = await inviteMember({
      ctx,
      input: { email: 'bo@example.com', role: 'admin' },
    });
    await inviteMember({ ctx, input: { email: 'bo@example.com' } });
    await expect(
      acceptInvitation({ ctx: visiting(), input: { token, name: 'Bo', password } }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of an admin who is one no more does not count', async () => {
    await join('bo@example.com', 'admin');
    const byBo = { ...plane.ctx, actor: { id: 'member:bo@example.com', role: 'admin' as const } };
    const invited = await inviteMember({ ctx: byBo, input: { email: 'cy@example.com' } });
    const bo = (await listAll()).find(({ email }) => email === 'bo@example.com');
    await changeRole({ ctx, input: { id: bo?.id ?? '', change: { role: 'viewer' } } });
    await expect(
      acceptInvitation({ ctx: visiting(), input: { token: invited.token, name: 'C', password } }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is listed in pages, newest first', async () => {
    for (const name of ['a', 'b', 'c'])
      await inviteMember({ ctx, input: { email: `${name}@example.com` } });
    const page = await listInvitations({ ctx, input: { limit: 2 } });
    expect(page.invitations.map(({ email }) => email)).toEqual(['c@example.com', 'b@example.com']);
    const input = { limit: 2, cursor: page.next_cursor ?? '' };
    expect(await listInvitations({ ctx, input })).toMatchObject({
      invitations: [{ email: 'a@example.com' }],
      next_cursor: null,
    });
  });
});

describe('a link to a new password', () => {
  const another = 'a tram named desire, at noon';
  const reset = (token: string, as = visiting()) =>
    resetPassword({ ctx: as, input: { token, password: another } });
  const isRefused = { code: 'not_found', message: expect.stringContaining('Ask an admin') };

  it('counts once, of five who use it at once', async () => {
    const { id } = await join('bo@example.com');
    const { token } = await issuePasswordReset({ ctx, input: { id, reset: {} } });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => reset(token)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const others = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    for (const error of others) expect(error).toMatchObject(isRefused);
    expect(await lastActions(2)).toEqual([
      'member.issue_password_reset by member:ana@example.com',
      'member.reset_password by member:bo@example.com',
    ]);
  });

  it('is refused alike when made up, run out, followed by another, or of nobody (security 10)', async () => {
    const bo = await join('bo@example.com');
    const issue = (id: string) => issuePasswordReset({ ctx, input: { id, reset: {} } });
    const before = await issue(bo.id);
    const { token } = await issue(bo.id);
    const late = { ...visiting(), now: () => new Date(Date.now() + 25 * 3_600_000) };
    await expect(reset(before.token)).rejects.toMatchObject(isRefused);
    await expect(reset('made up')).rejects.toMatchObject(isRefused);
    await expect(reset(token, late)).rejects.toMatchObject(isRefused);
    await removeMember({ ctx, input: { id: bo.id } });
    await expect(reset(token)).rejects.toMatchObject(isRefused);
    await expect(issue(bo.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('ends with the admin who made it, and no other does', async () => {
    const [bo, cy] = [await join('bo@example.com', 'admin'), await join('cy@example.com')];
    const byBo = { ...plane.ctx, actor: { id: 'member:bo@example.com', role: 'admin' as const } };
    const ofBo = await issuePasswordReset({ ctx: byBo, input: { id: cy.id, reset: {} } });
    const ofAna = await issuePasswordReset({ ctx, input: { id: bo.id, reset: {} } });
    await changeRole({ ctx, input: { id: bo.id, change: { role: 'viewer' } } });
    await expect(reset(ofBo.token)).rejects.toMatchObject(isRefused);
    await reset(ofAna.token);
  });

  it('is kept as a hash, beside what others keep there (security 6)', async () => {
    const { id } = await join('bo@example.com');
    const theirs = { id: 'x', identifier: 'y', value: `${id} x`, expiresAt: new Date() };
    await plane.database.current.insert(verifications).values(theirs);
    await issuePasswordReset({ ctx, input: { id, reset: {} } });
    const { token } = await issuePasswordReset({ ctx, input: { id, reset: {} } });
    const rows = await plane.database.current.select().from(verifications);
    const logged = await plane.database.current.select().from(auditLogs);
    expect(JSON.stringify([rows, logged])).not.toContain(token);
    expect(rows).toMatchObject([theirs, { value: `${id} member:ana@example.com` }]);
  });
});

describe('the last admin', () => {
  const lastAdmin = { code: 'protected', message: expect.stringContaining('only admin') };

  it('is neither removed nor demoted', async () => {
    const [ana] = await listAll();
    const id = ana?.id ?? '';
    await expect(removeMember({ ctx, input: { id } })).rejects.toMatchObject(lastAdmin);
    const change = { role: 'editor' } as const;
    await expect(changeRole({ ctx, input: { id, change } })).rejects.toMatchObject(lastAdmin);
  });

  it('is there when all admins are removed and demoted at once', async () => {
    for (const name of ['b', 'c', 'd']) await join(`${name}@example.com`, 'admin');
    const all = await listAll();
    const change = { role: 'viewer' } as const;
    const outcomes = await Promise.allSettled(
      all.map(({ id }, index) =>
        index % 2 === 0
          ? removeMember({ ctx, input: { id } })
          : changeRole({ ctx, input: { id, change } }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect((await listAll()).filter(({ role }) => role === 'admin')).toHaveLength(1);
  });
});

it('removes a member with all that let them in', async () => {
  const { id } = await join('bo@example.com');
  await removeMember({ ctx, input: { id } });
  expect(await listAll()).toHaveLength(1);
  expect(await lastActions(1)).toEqual(['member.remove by member:ana@example.com']);
  await expect(removeMember({ ctx, input: { id } })).rejects.toMatchObject({ code: 'not_found' });
  expect(await join('bo@example.com')).toMatchObject({ role: 'viewer' });
});

describe('a password', () => {
  it('is kept so that it can be checked and not read, and never twice alike', async () => {
    const [one, two] = [await hashPassword(password), await hashPassword(password)];
    expect(one).toMatch(/^\$pbkdf2-sha256-rounds\$i=100000,r=6\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword({ password, hash: one })).toBe(true);
    expect(await verifyPassword({ password: `${password} `, hash: one })).toBe(false);
  });

  it('goes on counting when another cost is asked for later', async () => {
    const cheaper = '$pbkdf2-sha256-rounds$i=1000,r=2$AAECAwQFBgcICQoLDA0ODw$';
    const hash = `${cheaper}DZlru5sTtt30m98eWuAbqc93zeBHKO0sLVQJX3vpPkI`;
    expect(await verifyPassword({ password, hash })).toBe(true);
    expect(await verifyPassword({ password, hash: hash.replace('r=2', 'r=3') })).toBe(false);
    expect(await verifyPassword({ password, hash: 'of another form' })).toBe(false);
  });

  it('is the same however its letters were composed', async () => {
    const hash = await hashPassword('caf\u00e9 au lait, please');
    expect(await verifyPassword({ password: 'cafe\u0301 au lait, please', hash })).toBe(true);
  });
});

it('keeps no password in the audit log', async () => {
  await join('bo@example.com');
  const logged = await plane.database.current
    .select()
    .from(auditLogs)
    .where(eq(auditLogs.action, 'member.create'));
  expect(logged).not.toEqual([]);
  expect(JSON.stringify(logged)).not.toMatch(/pbkdf2|horse/);
});

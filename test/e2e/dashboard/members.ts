import { expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';
import { inviteAndJoin, letIn } from '../../support/joined-member.ts';

const hostile = '<img src=x onerror=alert(1)>';

export function describeMembers(run: () => DashboardRun): void {
  it('are invited by a link that is shown once, and revoked', async () => {
    const { open, takeComplaints } = run();
    takeComplaints();
    const page = await open('/members');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByLabel('E-mail address').fill('fay@example.com');
    await page.keyboard.press('Enter');
    const link = (await page.getByLabel('Link', { exact: true }).textContent()) ?? '';
    expect(link).toMatch(/\/dashboard\/invitation#\S{20,}$/);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('button', { name: 'Revoke the invitation of fay@example.com' }).click();
    await expect.poll(() => page.getByRole('button', { name: /fay@example/ }).count()).toBe(0);
    expect(await page.content()).not.toContain(link.split('#')[1] ?? link);
    expect(takeComplaints()).toEqual([]);
  });

  it('show when they join elsewhere, change roles, are handed a link to a new password, and are removed by a typed name', async () => {
    const { open, admin, takeComplaints } = run();
    const page = await open('/members');
    await page.getByRole('heading', { name: 'Invitations' }).waitFor();
    const id = await inviteAndJoin(run(), {
      email: 'gil@example.com',
      role: 'viewer',
      name: hostile,
    });
    const roleNow = async () =>
      (await admin('GET', '/members?limit=200')).body.members.find(
        (member: { id: string }) => member.id === id,
      )?.role;
    await page.getByRole('combobox', { name: 'Role of gil@example.com' }).click();
    await page.getByRole('option', { name: 'editor' }).click();
    await page.getByRole('button', { name: 'Undo' }).hover();
    await expect.poll(roleNow).toBe('editor');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(roleNow).toBe('viewer');

    const more = page.getByRole('button', { name: 'More about gil@example.com' });
    await more.click();
    await page.getByRole('menuitem', { name: 'Link to a new password' }).click();
    await page.getByText(/\/dashboard\/password-reset#/).waitFor();
    await page.getByRole('button', { name: 'I have kept it' }).click();

    await more.click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('gil@example.co');
    expect(await page.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true);
    await page.getByRole('dialog').getByRole('textbox').fill('gil@example.com');
    await page.keyboard.press('Enter');
    await expect.poll(roleNow).toBe(undefined);
    expect(takeComplaints()).toEqual([]);
  });

  it.each(['viewer', 'editor'] as const)(
    'keep a %s from what only admins may read',
    async (role) => {
      const { open } = run();
      const as = await letIn(run(), { email: `${role}@example.com`, role });
      const page = await open('/members', { as });
      await page.getByText('Members and invitations are for admins').waitFor();
      expect(await page.getByRole('button', { name: 'Invite' }).count()).toBe(0);
      await page.getByRole('link', { name: 'Keys', exact: true }).click();
      await page.getByText('Keys are for admins').waitFor();
      await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
      await page.getByText('Webhooks are for admins').waitFor();
      await page.getByRole('link', { name: 'Flags', exact: true }).click();
      const toggle = page.getByRole('switch', { name: 'admin.analytics in development' });
      expect(await toggle.isDisabled()).toBe(role === 'viewer');
      expect(await page.getByRole('button', { name: 'New flag' }).count()).toBe(
        role === 'viewer' ? 0 : 1,
      );
      run().takeComplaints();
    },
  );
}

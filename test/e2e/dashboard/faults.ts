import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, Route } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';
import { inviteAndJoin, joinedPassword } from '../../support/joined-member.ts';
import { logIn } from '../../support/log-in.ts';

const key = 'faults.pilot';

/** What has a draft of its own: how it is made, where it is edited. */
const deletables = [
  {
    what: 'a segment',
    id: 'faults-gone',
    method: 'PUT',
    path: '/segments',
    made: '/segments/faults-gone',
    body: { name: 'Gone', when: { attribute: 'plan', operator: 'equals', value: 'pro' } },
    page: '/segments?open=:id',
    opener: undefined,
  },
  {
    what: 'an environment',
    id: 'faults-gone',
    method: 'POST',
    path: '/environments',
    made: '/environments',
    body: { key: 'faults-gone', name: 'Gone' },
    page: '/environments?action=settings&of=:id',
    opener: undefined,
  },
  {
    what: 'a webhook',
    id: '',
    method: 'POST',
    path: '/webhooks',
    made: '/webhooks',
    body: { name: 'Gone', url: 'http://127.0.0.1:9/' },
    page: '/webhooks/:id',
    opener: 'Edit',
  },
] as const;

/** A server that is slow, breaks off, or says no to what it allowed before. */
export function describeFaults(run: () => DashboardRun): void {
  beforeAll(async () => {
    await run().admin('POST', '/flags', { body: { key } });
  });

  it('of a slow server: a key is made once, and shown, however often one clicks or leaves', async () => {
    const { open, admin } = run();
    const page = await open('/keys');
    const writes = await holdWrites(page, '**/admin/keys');
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Made once');
    await dialog.getByRole('button', { name: 'Create' }).dblclick();
    await page.keyboard.press('Escape');
    expect(await dialog.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true);
    await writes.letGo();
    await dialog.getByText(/^bgc_/).waitFor();
    const { keys } = (await admin('GET', '/keys?limit=200')).body;
    const made = keys.filter(({ name }: { name: string }) => name === 'Made once');
    expect(made).toHaveLength(1);
  });

  it('of a slow server: what is written while it saves stays, and nothing is saved twice', async () => {
    const { open, admin, takeComplaints } = run();
    takeComplaints();
    const page = await open(`/flags/${key}?environment=production&tab=definition`);
    const writes = await holdWrites(page, `**/admin/flags/${key}`);
    await page.getByRole('textbox', { name: 'Owner' }).fill('Checkout');
    await page.keyboard.press('Control+s');
    await expect.poll(writes.count).toBe(1);
    await page.keyboard.press('Control+s');
    await page.getByRole('textbox', { name: 'Description' }).fill('Written meanwhile');
    await writes.letGo();
    const bar = page.getByRole('region', { name: 'Not saved' });
    await bar.getByText('description', { exact: true }).waitFor();
    expect(writes.count()).toBe(1);
    // It can be saved again once what was saved has been read.
    await bar.getByRole('button', { name: /^Save/ }).click();
    const flag = async () => (await admin('GET', `/flags/${key}`)).body;
    const both = { owner: 'Checkout', description: 'Written meanwhile' };
    await expect.poll(flag).toMatchObject(both);
    await bar.waitFor({ state: 'detached' });
    expect(takeComplaints()).toEqual([]);
  });

  it('of a slow server: whoever only looks at what would be switched can leave', async () => {
    const page = await run().open(`/flags?search=${key}`);
    const looks = await holdWrites(page, '**/development/switch');
    await page.getByRole('checkbox', { name: `Select ${key}` }).check();
    await page.getByRole('button', { name: 'Switch on' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Switch on' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await looks.letGo();
  });

  it('of an answer that breaks off: it is told, as nobody knows what was done', async () => {
    const { open } = run();
    const page = await open('/keys');
    await page.route('**/admin/keys', async (route) => {
      if (route.request().method() === 'GET') return route.continue();
      return route.fulfill({ status: 201, contentType: 'application/json', body: '{"id":"0' });
    });
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Broken off');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert');
    await alert.getByText('Nobody knows whether it was done').waitFor();
    expect(await alert.textContent()).not.toContain('It was not made');
  });

  it('of an answer that never comes: nobody knows what was done, and what was is shown', async () => {
    const { open, admin, takeComplaints } = run();
    const page = await open('/environments');
    await page.route('**/admin/environments', async (route) => {
      if (route.request().method() === 'GET') return route.continue();
      await route.fetch();
      return route.abort();
    });
    await page.getByRole('button', { name: 'New environment' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Key' }).fill('faults-unheard');
    await page.keyboard.press('Enter');
    const alert = dialog.getByRole('alert');
    await alert.getByText('Nobody knows whether it was done').waitFor();
    await alert.getByText(/audit log/).waitFor();
    await page.getByRole('region', { name: 'faults-unheard', includeHidden: true }).waitFor();
    const options = { body: { confirm: 'faults-unheard' }, ifMatch: '*' };
    await admin('DELETE', '/environments/faults-unheard', options);
    takeComplaints();
  });

  it('of a log-out that fails: whoever leaves is told that they have not', async () => {
    const page = await run().open('/flags');
    await page.route('**/sign-out', (route) => route.fulfill({ status: 503, body: '<html>' }));
    await page.getByRole('button', { name: 'Your profile' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByText('You are still logged in').waitFor();
    run().takeComplaints();
  });

  it('of a flag that somebody deletes: it is told, and the draft stays to be copied', async () => {
    const { open, admin } = run();
    const gone = 'faults.gone';
    await admin('POST', '/flags', { body: { key: gone } });
    const page = await open(`/flags/${gone}?environment=production&tab=definition`);
    const owner = page.getByRole('textbox', { name: 'Owner' });
    await owner.fill('A draft');
    await admin('POST', `/flags/${gone}/archive`, { ifMatch: '*' });
    await admin('DELETE', `/flags/${gone}?confirm=${gone}`, { ifMatch: '*' });
    await page.getByRole('alert').getByText('It is not there any more').waitFor();
    expect(await owner.inputValue()).toBe('A draft');
    run().takeComplaints();
  });

  it.each(deletables)(
    'of $what that somebody deletes: it is told, and the draft stays',
    async (each) => {
      const { open, admin, takeComplaints } = run();
      const { id = each.id } = (await admin(each.method, each.made, { body: each.body })).body;
      const page = await open(each.page.replace(':id', id));
      if (each.opener) await page.getByRole('button', { name: each.opener, exact: true }).click();
      const name = page.getByRole('textbox', { name: 'Name', exact: true });
      await name.fill('A draft');
      await admin('DELETE', `${each.path}/${id}`, { body: { confirm: id }, ifMatch: '*' });
      await page.getByRole('alert').getByText('It is not there any more').last().waitFor();
      expect(await name.inputValue()).toBe('A draft');
      takeComplaints();
    },
  );

  it('of a key that somebody revokes: a draft and a secret that is told once stay', async () => {
    const { open, admin, takeComplaints } = run();
    const body = { kind: 'server', name: 'Ended', environment: 'development' };
    const ids: string[] = [];
    for (const name of ['Ended in a draft', 'Ended when told'])
      ids.push((await admin('POST', '/keys', { body: { ...body, name } })).body.id);
    const page = await open('/keys');
    const more = (name: string) => page.getByRole('button', { name: `More about the key ${name}` });
    const dialog = page.getByRole('dialog');

    await more('Ended in a draft').click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await name.fill('A draft');
    await admin('POST', `/keys/${ids[0]}/revoke`);
    await dialog.getByRole('alert').getByText('The key has ended').waitFor();
    expect(await name.inputValue()).toBe('A draft');
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await more('Ended when told').click();
    await page.getByRole('menuitem', { name: 'Rotate' }).click();
    await dialog.getByRole('button', { name: 'Rotate' }).click();
    const secret = (await dialog.getByLabel('Key', { exact: true }).textContent()) ?? '';
    await admin('POST', `/keys/${ids[1]}/revoke`);
    await more('Ended when told').nth(1).waitFor({ state: 'detached' });
    expect(await dialog.getByLabel('Key', { exact: true }).textContent()).toBe(secret);
    takeComplaints();
  });

  it.each(['copy', 'import'])(
    'of an environment that somebody deletes while one would %s into it: it is told',
    async (action) => {
      const { open, admin, takeComplaints } = run();
      await admin('POST', '/environments', { body: { key: 'faults-into' } });
      const page = await open(`/environments?action=${action}&of=faults-into`);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Show what would change' }).waitFor();
      const options = { body: { confirm: 'faults-into' }, ifMatch: '*' };
      await admin('DELETE', '/environments/faults-into', options);
      await dialog.getByRole('alert').getByText('It is not there any more').waitFor();
      const look = dialog.getByRole('button', { name: 'Show what would change' });
      expect(await look.isDisabled()).toBe(true);
      takeComplaints();
    },
  );

  it('of a role that was taken away: what it opened is closed after the first refusal', async () => {
    const { open, admin, dev } = run();
    const email = 'lowered@example.com';
    const id = await inviteAndJoin(run(), { email, role: 'editor' });
    const as = await logIn(dev.devFile.url, { email, password: joinedPassword });
    const page = await open('/flags', { as });
    const toggle = page.getByRole('switch', { name: `${key} in development` });
    await toggle.waitFor();
    expect((await admin('PATCH', `/members/${id}`, { body: { role: 'viewer' } })).status).toBe(200);
    await toggle.click({ force: true });
    await page.getByText(`${key} was not changed`).waitFor();
    await expect.poll(() => toggle.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'New flag' }).waitFor({ state: 'detached' });
    run().takeComplaints();
  });

  it('of a list of thousands: it is lines of text, which can be changed', async () => {
    const { open, admin } = run();
    const value = Array.from({ length: 5_000 }, (_, place) => `customer-${place}`);
    const when = { attribute: 'organisation_id', operator: 'in', value };
    await admin('PUT', '/segments/thousands', { body: { name: 'Thousands', when } });
    const page = await open('/segments?open=thousands');
    await page.getByText('and 4,980 more').waitFor();
    const lines = page.getByRole('textbox', { name: 'Value' });
    await lines.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('q');
    await page.getByRole('button', { name: 'Save' }).click();
    const saved = async () => JSON.stringify((await admin('GET', '/segments/thousands')).body.when);
    await expect.poll(saved).toContain('"customer-4999","q"');
    run().takeComplaints();
  });

  it('of a secret that no header can carry: it is none', async () => {
    const page = await run().open('/emergency', { as: 'nobody' });
    await page.getByRole('textbox', { name: 'ADMIN_SECRET' }).fill('“pasted from a letter” 😀');
    await page.keyboard.press('Enter');
    await page.getByText('This is not ADMIN_SECRET').waitFor();
  });
}

/** Writes to there wait until they are let go, and those after them do not. */
async function holdWrites(page: Page, place: string) {
  const held: Route[] = [];
  let count = 0;
  let isOpen = false;
  await page.route(place, async (route) => {
    if (route.request().method() === 'GET') return route.continue();
    count += 1;
    if (isOpen) return route.continue();
    held.push(route);
  });
  const letGo = async () => {
    while (held.length === 0) await sleep(20);
    isOpen = true;
    for (const route of held) await route.continue();
  };
  return { count: () => count, letGo };
}

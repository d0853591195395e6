import { beforeAll, expect, it } from 'vitest';
import { seedDemo } from '../../../dev/demo/seed-demo.ts';
import type { DashboardRun } from '../../support/dashboard-run.ts';

/** On the data of `npm run dev -- --demo`, so that there is something to look at. */
export function describeOperations(run: () => DashboardRun): void {
  const seed = () => {
    const progress = { step: <T>(_: string, work: () => Promise<T>) => work(), note: () => {} };
    return seedDemo({ devFile: run().dev.devFile, progress, signal: new AbortController().signal });
  };
  const countEntries = async () => (await run().admin('GET', '/audit?limit=1')).body.entries[0].seq;

  beforeAll(() => seed(), 300_000);

  it('has demo data, which a second start leaves as they are', async () => {
    const before = await countEntries();
    await seed();
    expect(await countEntries()).toBe(before);
    const { body } = await run().admin('GET', '/flags?status=all&tag=experiment');
    expect(body.total).toBe(10);
    expect((await run().admin('GET', '/environments')).body.environments).toHaveLength(3);
  });

  it('usage: narrows down to a flag in the address, tells silent flags, exports CSV', async () => {
    const { open, takeComplaints } = run();
    takeComplaints();
    const page = await open('/usage?period=month');
    await page.getByRole('link', { name: 'search.voice' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export as CSV' }).click();
    expect((await download).suggestedFilename()).toBe('usage.csv');
    await page.getByRole('link', { name: 'billing.credit_notes' }).click();
    await page.waitForURL('**/usage?period=month&by=variant&flag=billing.credit_notes');
    await page.getByRole('link', { name: 'off', exact: true }).waitFor();
    expect(takeComplaints()).toEqual([]);
  });

  it('subjects: adds an override for any id, says when it ends, removes it and takes that back', async () => {
    const { open, admin } = run();
    const page = await open('/subjects');
    const subject = 'a/b c?';
    await page.getByRole('textbox', { name: 'Organisation id' }).fill(subject);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/subjects?**subject=a%2Fb**');
    await page.getByRole('button', { name: 'Add an override' }).click();
    await page.getByRole('combobox', { name: 'Flag' }).fill('analytics.benchmarks');
    await page.getByRole('option', { name: 'analytics.benchmarks' }).click();
    await page.getByRole('combobox', { name: 'Variant' }).click();
    await page.getByRole('option', { name: 'on' }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const query = new URLSearchParams({ subject, flag: 'analytics.benchmarks' });
    const path = `/environments/production/overrides?${query}`;
    const overrides = async () => (await admin('GET', path)).body.overrides;
    const named = { name: 'When the override of analytics.benchmarks ends' };
    await page.getByRole('button', named).click();
    await page.getByRole('menuitem', { name: 'In a week' }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await overrides()).toMatchObject([{ variant: 'on', expires_at: expect.any(String) }]);
    await page.getByRole('button', { name: 'Remove the override of analytics.benchmarks' }).click();
    await page.getByText(`${subject} has no override of analytics.benchmarks now.`).hover();
    expect(await overrides()).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByRole('button', named).waitFor();
    await page.getByRole('button', { name: /checkout\.express/ }).click();
    await page.getByText('the default rollout').first().waitFor();
    await page.getByRole('textbox', { name: 'Organisation id' }).fill('..');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('No address can hold the id ".."').waitFor();
  });

  it('segments: shows what uses one, its condition built or as JSON, each problem, saves, and asks before a draft is left', async () => {
    const { open, admin } = run();
    const page = await open('/segments?open=staff');
    await page.getByText('admin.role_editor').first().waitFor();
    expect(await page.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    const condition = page.getByRole('group', { name: 'Condition' });
    const operator = condition.getByRole('combobox', { name: 'Operator' });
    expect(await operator.inputValue()).toBe('ends with');
    await condition.getByText('JSON').click();
    const text = condition.getByRole('textbox', { name: 'Condition as JSON' });
    await text.fill('{"attribute":"email","operator":"no_such","value":"x"}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByRole('alert')
      .getByText(/operator/)
      .first()
      .waitFor();
    await text.fill('{"attribute":"email","operator":"ends_with","value":"@hers.example"}');
    await condition.getByText('Builder').click();
    await condition
      .getByRole('button', { name: 'Remove @hers.example' })
      .waitFor({ state: 'detached' });
    await condition.getByRole('combobox', { name: 'Value' }).fill('@ours.example');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('staff is saved.').waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ours');
    await page.getByRole('button', { name: /^European Union/ }).click();
    const warning = page.getByRole('dialog', { name: 'Leave without saving?' });
    await warning.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    const { when } = (await admin('GET', '/segments/staff')).body;
    expect(when.all[0].value).toEqual(['@hers.example', '@ours.example']);
  });

  it('schedules: lists what is to come, resumes and cancels', async () => {
    const { open, admin } = run();
    const page = await open('/schedules');
    await page.getByText('rolled out to 75 %').waitFor();
    await page.getByText('Open', { exact: true }).click();
    const waiting = page.getByRole('region', { name: 'Schedule of identity.risk_checks' });
    await waiting.getByRole('button', { name: 'Resume' }).click();
    await waiting.getByRole('button', { name: 'Pause' }).waitFor();
    await waiting.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Cancel the schedule' }).click();
    await waiting.waitFor({ state: 'detached' });
    const path = '/schedules?flag=identity.risk_checks&status=cancelled';
    expect((await admin('GET', path)).body.schedules).toHaveLength(1);
  });

  it('stale flags: changes what counts, archives one, and takes that back', async () => {
    const { open, admin } = run();
    const page = await open('/stale?sign=unused');
    await page.getByRole('button', { name: 'Archive notifications.fax' }).click();
    const statusOf = async () => (await admin('GET', '/flags/notifications.fax')).body.status;
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Archive notifications.fax' }).waitFor();
    await expect.poll(statusOf).toBe('active');
    await page.getByLabel('Not evaluated for').fill('3000');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('No flag shows such a sign.').waitFor();
  });

  it('environments: copies what is chosen of the differences, and deletes by its typed name', async () => {
    const { open, admin } = run();
    const page = await open('/environments');
    await page.getByRole('button', { name: 'Copy into it: staging' }).click();
    await page.getByRole('combobox', { name: 'From' }).click();
    await page.getByRole('option', { name: 'Production' }).click();
    await page.getByRole('textbox', { name: 'Only the module' }).fill('checkout');
    await page.getByRole('button', { name: 'Show what would change' }).click();
    await page.getByRole('button', { name: /checkout\.express.*rollout percentage/ }).click();
    await page.getByRole('button', { name: 'Choose none' }).click();
    await page.getByRole('checkbox', { name: 'Copy checkout.express' }).click();
    await page.getByRole('button', { name: 'Show the 1 chosen alone' }).click();
    await page.getByText('1 would change. Nothing has been changed yet.').waitFor();
    await page.getByRole('button', { name: 'Copy, as shown' }).click();
    const path = '/flags/checkout.express/environments/staging';
    await expect.poll(async () => (await admin('GET', path)).body.rollout_percentage).toBe(25);
    await page.getByRole('button', { name: 'Delete: staging' }).click();
    const confirm = page.getByRole('button', { name: 'Delete for good' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel(/to confirm/).fill('staging');
    await confirm.click();
    await page.getByRole('region', { name: 'staging' }).waitFor({ state: 'detached' });
  });

  it('audit: searches by its address, shows before and after, verifies the chain', async () => {
    const { open, takeComplaints } = run();
    takeComplaints();
    const page = await open('/audit?action=flag_state&target=search.semantic');
    const entry = page.getByRole('button', { name: /search\.semantic in production/ }).first();
    expect(await entry.textContent()).toContain('State changed');
    await entry.click();
    await page.getByText('rollout percentage', { exact: true }).waitFor();
    await page.getByText(/^flag_state\.update, /).waitFor();
    const action = page.getByRole('combobox', { name: 'Action' });
    await action.fill('archived');
    await page.getByRole('option', { name: 'Flag archived flag.archive' }).click();
    expect(await action.inputValue()).toBe('flag.archive');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('textbox', { name: 'Who' }).fill('Nobody@example.com');
    await page.getByRole('button', { name: 'Last 7 days' }).click();
    await page.waitForURL(/actor=member%3ANobody%40example\.com.*from=/);
    await page.getByText('No entry meets all of these filters.').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/^Intact: \d+/).waitFor();
    expect(takeComplaints()).toEqual([]);
  });
}

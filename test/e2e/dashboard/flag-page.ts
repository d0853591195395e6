import { beforeAll, expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

/** A change is a transaction, an audit entry and a publish. */

export function describeFlagPage(run: () => DashboardRun): void {
  const key = 'shop.button';
  const inProduction = `/flags/${key}/environments/production`;
  const address = `/flags/${key}?environment=production`;
  const stateNow = async () => (await run().admin('GET', inProduction)).body;

  beforeAll(async () => {
    const variants = ['grey', 'blue', 'green'].map((name) => ({ name, value: name }));
    const body = { key, kind: 'string', off_variant: 'grey', variants };
    expect((await run().admin('POST', '/flags', { body })).status).toBe(201);
  });

  it('builds rules and a rollout, shows what is wrong at its place, and saves them once', async () => {
    const { open, takeComplaints } = run();
    const page = await open(address);
    await page.getByRole('button', { name: 'Rule', exact: true }).click();
    await page.getByRole('combobox', { name: 'Attribute' }).fill('app_version');
    await page.getByRole('combobox', { name: 'Operator' }).click();
    await page.getByRole('option', { name: 'is version <', exact: true }).click();
    await page.getByRole('textbox', { name: 'Value' }).fill('no version');
    await page.getByRole('slider', { name: 'Rollout in percent' }).press('Home');
    await page.getByRole('button', { name: /^Save/ }).click();
    await page.getByText('expected a version').first().waitFor();
    takeComplaints();
    await page.getByRole('textbox', { name: 'Value' }).fill('2.0');
    await page.keyboard.press('Control+s');
    await expect.poll(stateNow).toMatchObject({ rollout_percentage: 0 });
    const test = { attribute: 'app_version', operator: 'semver_less', value: '2.0' };
    expect((await stateNow()).rules).toMatchObject([
      { id: 'rule-1', when: { all: [test] }, split: [{ variant: 'blue', weight: 100_000 }] },
    ]);
    await page.getByRole('region', { name: 'Not saved' }).waitFor({ state: 'detached' });
    expect(takeComplaints()).toEqual([]);
  });

  it('has the same rules as JSON, which is taken only when it can be read', async () => {
    const { open } = run();
    const page = await open(address);
    await page.getByText('JSON', { exact: true }).click();
    const text = page.getByRole('textbox', { name: 'Rules as JSON' });
    expect(JSON.parse(await text.inputValue())).toMatchObject([{ id: 'rule-1' }]);
    await text.fill('[{"id":"x"}]');
    await page.getByText('[0].when').waitFor();
    await text.fill('[]');
    await page.getByRole('button', { name: /^Save/ }).click();
    await expect.poll(async () => (await stateNow()).rules).toEqual([]);
  });

  it('shows both versions where two people change the same, and saves what was chosen', async () => {
    const { open, admin } = run();
    const page = await open(address);
    await page.getByRole('slider', { name: 'Rollout in percent' }).press('End');
    await admin('PATCH', inProduction, { body: { rollout_percentage: 30 }, ifMatch: '*' });
    await page.getByRole('button', { name: /^Save/ }).click();
    await page.getByText('Somebody else changed this meanwhile').waitFor();
    await page.getByRole('button', { name: /^Keep mine/ }).click();
    await page.getByRole('button', { name: /^Save/ }).click();
    await expect.poll(stateNow).toMatchObject({ rollout_percentage: 100 });
    run().takeComplaints();
  });

  it('is stopped with a reason alone, says where to look for it, and resumed', async () => {
    const { open } = run();
    const page = await open(address);
    await page.getByRole('button', { name: 'Emergency stop' }).click();
    const stop = page.getByRole('button', { name: 'Stop it now' });
    expect(await stop.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Reason' }).fill('orders fail');
    await stop.click();
    await expect.poll(stateNow).toMatchObject({ is_killed: true });
    await page.getByRole('button', { name: 'By whom, and why' }).click();
    await page.getByRole('article').filter({ hasText: 'orders fail' }).first().waitFor();
    await page.getByRole('button', { name: 'End the stop' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('mended');
    await page.getByRole('dialog').getByRole('button', { name: 'End the stop' }).click();
    await expect.poll(stateNow).toMatchObject({ is_killed: false });
  });

  it('switches on with what is drafted, and never serves what was there before', async () => {
    const { open, admin } = run();
    const off = { is_enabled: false, rollout_percentage: 100 };
    await admin('PATCH', inProduction, { body: off, ifMatch: '*' });
    const page = await open(address);
    await page.getByText('Off: everybody is served grey').waitFor();
    await page.getByRole('textbox', { name: 'Rollout in percent, exactly' }).fill('10');
    await page.getByRole('switch', { name: 'On in production' }).click({ force: true });
    const save = page.getByRole('button', { name: 'Save and switch on' });
    await save.waitFor();
    expect(await stateNow()).toMatchObject(off);
    await save.click();
    await page.getByText('On: 10 % are served blue, the rest grey.').waitFor();
    expect(await stateNow()).toMatchObject({ is_enabled: true, rollout_percentage: 10 });
    await page.getByRole('link', { name: 'Try it' }).last().click();
    await page.waitForURL(`**/try?environment=production&search=${key}&flag=${key}`);
  });

  it('gives another variant what the others leave', async () => {
    const page = await run().open(address);
    const weight = (place: number) =>
      page.getByRole('textbox', { name: `Served by default, share ${place}: weight` });
    await page.getByRole('button', { name: 'Split between variants' }).click();
    expect(await weight(1).inputValue()).toBe('50 %');
    await weight(2).fill('30');
    await page.getByRole('button', { name: 'Another variant' }).click();
    expect(await weight(1).inputValue()).toBe('50 %');
    expect(await weight(2).inputValue()).toBe('30 %');
    expect(await weight(3).inputValue()).toBe('20 %');
  });

  it('says beside the button why a save was refused, and before it that a variant is served', async () => {
    const { open, takeComplaints } = run();
    const page = await open(`${address}&tab=definition`);
    await page.getByRole('textbox', { name: 'Name of variant 2' }).fill('navy');
    await page.getByText(/^blue is served in .*production/).waitFor();
    await page.getByRole('button', { name: /^Save/ }).click();
    const bar = page.getByRole('region', { name: 'Not saved' });
    await bar.getByText(/^Refused: split\[0\]\.variant/).waitFor();
    takeComplaints();
  });

  it('changes what the flag is, in every environment', async () => {
    const { open, admin } = run();
    const page = await open(`${address}&tab=definition`);
    await page.getByRole('textbox', { name: 'Owner' }).fill('Checkout');
    await page.getByRole('textbox', { name: 'Value of blue' }).fill('#00f');
    await page.getByRole('button', { name: /^Save/ }).click();
    const flag = async () => (await admin('GET', `/flags/${key}`)).body;
    await expect.poll(async () => (await flag()).owner).toBe('Checkout');
    expect((await flag()).variants).toContainEqual({ name: 'blue', value: '#00f' });
  });
}

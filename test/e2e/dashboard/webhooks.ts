import { expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';
import { answering, startReceiver } from '../../support/webhook-receiver.ts';

const hostile = '<img src=x onerror=alert(1)>';

export function describeWebhooks(run: () => DashboardRun): void {
  it('are made, tested, seen to fail, delivered again and deleted', async () => {
    const { open, takeComplaints } = run();
    const receiver = await startReceiver();
    receiver.answers(answering(500, {}, hostile));
    takeComplaints();
    const page = await open('/webhooks');
    await page.getByRole('button', { name: 'New webhook' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(hostile);
    await page.getByRole('textbox', { name: 'Address' }).fill(`${receiver.url}/hook`);
    await page.keyboard.press('Enter');
    await page.getByText(/^whsec_/).waitFor();
    await page.getByRole('button', { name: 'I have kept it' }).click();

    await page.getByRole('button', { name: 'Send a test' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('failed').waitFor();
    await drawer.getByText('Answer 500').waitFor();
    await drawer.getByText(hostile).waitFor();
    await drawer.getByText('"type": "webhook.test"').waitFor();
    receiver.answers(answering(204));
    await drawer.getByRole('button', { name: 'Send it again' }).click();
    await drawer.getByText('delivered').waitFor({ timeout: 20_000 });
    const tests = receiver.received.filter(({ body }) => body.includes('"webhook.test"'));
    expect(new Set(tests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(tests).toHaveLength(2);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'More about this webhook' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(hostile);
    await page.keyboard.press('Enter');
    await page.getByText('Nobody is told yet').waitFor();
    expect(takeComplaints()).toEqual([]);
    receiver.stop();
  });

  it('show both versions where somebody else was faster', async () => {
    const { open, admin, takeComplaints } = run();
    const body = { name: 'Deploys', url: 'https://example.com/hook' };
    const { id } = (await admin('POST', '/webhooks', { body })).body;
    const page = await open(`/webhooks/${id}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    const theirs = { body: { events: ['segment'] }, ifMatch: '*' };
    await admin('PATCH', `/webhooks/${id}`, theirs);
    await page.getByRole('combobox', { name: 'Events' }).fill('flag');
    await page.getByRole('textbox', { name: 'Name' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('alert').getByText('segment').waitFor();
    await page.getByRole('button', { name: 'Keep mine, to be saved again' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(async () => (await admin('GET', `/webhooks/${id}`)).body.events)
      .toEqual(['flag']);
    await admin('DELETE', `/webhooks/${id}`, { ifMatch: '*' });
    takeComplaints();
  });
}

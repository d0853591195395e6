import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { DashboardRun } from '../../support/dashboard-run.ts';

/** A page with something to edit: what one of two people writes, and what the other has saved meanwhile. */
interface Editing {
  readonly what: string;
  readonly path: string;
  /** As the control plane has it. */
  readonly resource: string;
  readonly property: string;
  readonly field: string;
  readonly mine: string;
  readonly theirs: unknown;
  /** What the other writes as a whole; without it, the property. */
  readonly put?: object;
}

const key = 'shared.flag';
const when = { attribute: 'plan', operator: 'equals', value: 'pro' };
const days = { unused_days: 30, rolled_out_days: 30, lifetime_days: 222 };

const editings: readonly Editing[] = [
  {
    what: 'the definition of a flag',
    path: `/flags/${key}?environment=production&tab=definition`,
    resource: `/flags/${key}`,
    property: 'owner',
    field: 'Owner',
    mine: 'Mine',
    theirs: 'Theirs',
  },
  {
    what: 'a segment',
    path: '/segments?open=shared',
    resource: '/segments/shared',
    property: 'name',
    field: 'Name',
    mine: 'Mine',
    theirs: 'Theirs',
    put: { name: 'Theirs', when },
  },
  {
    what: 'the settings of an environment',
    path: '/environments?action=settings&of=development',
    resource: '/environments/development',
    property: 'name',
    field: 'Name',
    mine: 'Mine',
    theirs: 'Theirs',
  },
  {
    what: 'what counts as stale',
    path: '/stale',
    resource: '/stale-thresholds',
    property: 'lifetime_days',
    field: 'Older than',
    mine: '333',
    theirs: 222,
    put: days,
  },
];

/** Rules and rollout, keys and webhooks are tried where those pages are. */
export function describeTwoPeople(run: () => DashboardRun): void {
  beforeAll(async () => {
    const { admin } = run();
    await admin('POST', '/flags', { body: { key } });
    await admin('PUT', '/segments/shared', { body: { name: 'Shared', when } });
  });

  it.each(editings)('see both versions of $what, and save what they choose', async (editing) => {
    const { open, admin, takeComplaints } = run();
    const { path, resource, property, mine, theirs, put } = editing;
    const valueNow = async () => (await admin('GET', resource)).body[property];
    const page = await open(path);
    await fieldOf(page, editing).fill(mine);
    const change = put ?? { [property]: theirs };
    await admin(put ? 'PUT' : 'PATCH', resource, { body: change, ifMatch: '*' });
    expect(await valueNow()).toBe(theirs);
    const alert = page.getByRole('alert').filter({ hasText: 'Somebody else changed this' });
    const save = page.getByRole('button', { name: /^Save/ });
    // What is published shows by itself, and then there is nothing to save before one has chosen.
    await save.click({ timeout: 5_000 }).catch(() => {});
    await alert.getByText(String(theirs)).waitFor();
    expect(await save.isDisabled()).toBe(true);
    await alert.getByRole('button', { name: /^Keep mine/ }).click();
    await save.click();
    await expect.poll(async () => String(await valueNow())).toBe(mine);
    takeComplaints();
  });
}

const fieldOf = (page: Page, { field }: Editing) =>
  page.getByRole('textbox', { name: field, exact: true });

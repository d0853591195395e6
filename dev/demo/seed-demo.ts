import type { DevFile } from '../stack/dev-file.ts';
import type { Progress } from '../stack/progress.ts';
import { demoDocument } from './demo-document.ts';
import { makeDemoHistory, makeDemoSchedules } from './demo-history.ts';
import { letDemoPeopleIn } from './demo-people.ts';
import { type DemoPlane, demoPlane } from './demo-plane.ts';
import { storeDemoUsage } from './store-demo-usage.ts';

interface DemoRequest {
  readonly devFile: DevFile;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The key by which it is made. Under the second name, and revoked, it says that everything is there. */
const keyNames = { begun: 'Demo data, unfinished', done: 'Demo data' } as const;

/**
 * A product that has been in use for a while, to look at: the same in every database, but for its dates.
 * Whatever people have changed since is left as it is; what broke off is done again.
 */
export async function seedDemo({ devFile, progress, signal }: DemoRequest) {
  const { url, admin_token, password, database_url } = devFile;
  const owner = demoPlane(url, { Authorization: `Bearer ${admin_token}` }, signal);
  if (await hasDemo(owner)) return progress.step('Demo data, which are there', async () => {});
  const { id, key } = await owner('/keys', {
    method: 'POST',
    body: { kind: 'admin', name: keyNames.begun, role: 'admin' },
  });
  const admin = demoPlane(url, { Authorization: `Bearer ${key}` }, signal);
  const now = new Date();
  await progress.step('Demo: 120 flags, 3 environments', () => importFlags(admin, now));
  const door = { admin, url, password: password ?? 'a password of the demo', signal };
  const editors = await progress.step('Demo: people', () => letDemoPeopleIn(door));
  await progress.step('Demo: changes and schedules', async () => {
    await makeDemoHistory(editors);
    await makeDemoSchedules(editors, now);
  });
  await progress.step('Demo: 30 days of usage', () => storeDemoUsage(database_url, now));
  await owner(`/keys/${id}`, { method: 'PATCH', body: { name: keyNames.done } });
  await owner(`/keys/${id}/revoke`, { method: 'POST' });
}

async function hasDemo(owner: DemoPlane): Promise<boolean> {
  const { keys } = (await owner('/keys?limit=200')) as {
    keys: { name: string; revoked_at: string | null }[];
  };
  return keys.some(({ name, revoked_at }) => name === keyNames.done && revoked_at !== null);
}

async function importFlags(admin: DemoPlane, now: Date) {
  const { environments } = (await admin('/environments')) as { environments: { key: string }[] };
  if (!environments.some(({ key }) => key === 'staging')) {
    const body = { key: 'staging', name: 'Staging', copy_of: 'production' };
    await admin('/environments', { method: 'POST', body });
  }
  for (const environment of ['production', 'staging', 'development'] as const) {
    await admin(`/environments/${environment}/import?plan_hash=*`, {
      method: 'POST',
      body: demoDocument(environment, now),
    });
  }
}

import { seedDemo } from '../../dev/demo/seed-demo.ts';
import type { Progress } from '../../dev/stack/progress.ts';
import type { Sights } from './dashboard-pages.ts';
import type { DashboardRun } from './dashboard-run.ts';

interface Furnishing {
  readonly progress: Progress;
  /** A server that is told of changes. */
  readonly receiver: { readonly url: string };
}

/** The demo, and what it leaves to people: a webhook that was told of something, a signing key, an invitation. */
export async function furnishSights(
  { dev, admin }: DashboardRun,
  { progress, receiver }: Furnishing,
): Promise<Sights> {
  await seedDemo({ devFile: dev.devFile, progress, signal: new AbortController().signal });
  const make = async (path: string, body: object) => (await admin('POST', path, { body })).body;
  const told = { name: 'Deployments', url: `${receiver.url}/burgee`, events: ['segment'] };
  const { id: webhook } = await make('/webhooks', told);
  await make(`/webhooks/${webhook}/test`, {});
  await make('/environments/production/context-keys', { name: 'Shop backend' });
  await make('/invitations', { email: 'tomas@example.com', role: 'editor' });
  return {
    flag: 'checkout.express',
    organisation: 'northwind-traders',
    segment: 'staff',
    environment: 'staging',
    webhook,
  };
}

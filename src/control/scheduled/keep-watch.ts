import { takeLook } from '../watch/take-look.ts';
import { tellAlerts } from '../watch/tell-alerts.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/**
 * Looks whether anything is wrong that flags depend on, and tells webhooks of what has changed since the
 * look before. It writes nothing but messages, and needs no database to tell that there is none.
 */
export async function keepWatch({ watch, ...capabilities }: ScheduledCapabilities) {
  if (!watch) return {};
  const { watchman } = watch;
  const look = await takeLook({ ...capabilities, ...watch }, await watchman.recall());
  const errand = await watchman.report(look);
  if (errand.outgoing.length === 0) return {};
  const settled = await tellAlerts(capabilities, errand);
  await watchman.settle(settled);
  // Others were sent before, and are only written down now.
  const told = errand.outgoing.filter(
    ({ recipients }) => recipients?.some(({ status }) => status === 'pending') ?? true,
  );
  return told.length === 0
    ? {}
    : { told: told.map(({ message: { type, alert } }) => `${type} ${alert.problem}`) };
}

import { environments } from '../../db/environments.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/**
 * Gives the hub what is published in KV and the hub has missed, so that live streams are told of it. An
 * environment whose hub or snapshot is out of reach keeps no other from being mended.
 */
export async function healHub({ database, keepInHub }: ScheduledCapabilities) {
  if (!keepInHub) return {};
  const rows = await database.current.select({ key: environments.key }).from(environments);
  const ends = await Promise.allSettled(rows.map(({ key }) => keepInHub(key)));
  const given = rows.filter((_, index) => {
    const end = ends[index];
    return end?.status === 'fulfilled' && end.value;
  });
  const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  return {
    checked: rows.length,
    ...(given.length > 0 && { given: given.map(({ key }) => key) }),
    ...(errors.length > 0 && { errors }),
  };
}

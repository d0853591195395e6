import { environments } from '../../db/environments.ts';
import type { HubMended } from '../../hub/ensure-published.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/**
 * Gives the hub what is published in KV and the hub has missed, and has each of its shards told of what
 * it missed itself, so that live streams hear of it. An environment whose hub or snapshot is out of reach
 * keeps no other from being mended.
 */
export async function healHub({ database, keepInHub }: ScheduledCapabilities) {
  if (!keepInHub) return {};
  const rows = await database.current.select({ key: environments.key }).from(environments);
  const ends = await Promise.allSettled(rows.map(({ key }) => keepInHub(key)));
  const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  const mended = (how: HubMended) =>
    rows.flatMap(({ key }, index) => {
      const end = ends[index];
      return end?.status === 'fulfilled' && end.value === how ? [key] : [];
    });
  const given = mended('given');
  const told = mended('told');
  return {
    checked: rows.length,
    ...(given.length > 0 && { given }),
    ...(told.length > 0 && { told }),
    ...(errors.length > 0 && { errors }),
  };
}

import { and, eq, gt, notExists, sql } from 'drizzle-orm';
import { auditLogs } from '../../db/audit-logs.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { publishAll } from '../publish-all.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/** For this long the job makes sure that nothing of a deleted environment is served any more. */
const watchedHours = 24;

/**
 * Publishes, to store and hub, that an environment was deleted, where that did not get through. Once it
 * is there, it writes nothing.
 */
export async function withdrawDeleted({ database, publish, keepInHub }: ScheduledCapabilities) {
  const keys = await listDeleted(database.current);
  if (keys.length === 0) return {};
  const errors: unknown[] = [];
  const logError = (_: string, error: unknown) => errors.push(error);
  await publishAll({ publish, logError }, keys);
  for (const key of keys) await keepInHub?.(key).catch((error: unknown) => errors.push(error));
  return { watched: keys, ...(errors.length > 0 && { errors }) };
}

async function listDeleted(db: Queryable): Promise<string[]> {
  const isThere = db
    .select({ key: environments.key })
    .from(environments)
    .where(eq(environments.key, auditLogs.target));
  const rows = await db
    .selectDistinct({ key: auditLogs.target })
    .from(auditLogs)
    .where(
      and(
        eq(auditLogs.action, 'environment.delete'),
        gt(auditLogs.occurredAt, sql`now() - make_interval(hours => ${watchedHours})`),
        notExists(isThere),
      ),
    );
  return rows.map(({ key }) => key);
}

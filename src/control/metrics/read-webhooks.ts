import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { one, type Readings } from './metrics.ts';

export async function readWebhooks(db: Queryable): Promise<Readings> {
  const [row] = await rowsOf<{ due: number; seconds: number }>(
    db,
    sql`
    select count(*)::int as due,
      coalesce(extract(epoch from now() - min(next_attempt_at)), 0)::float8 as seconds
    from webhook_deliveries where status = 'pending' and next_attempt_at <= now()`,
  );
  return {
    burgee_webhook_deliveries_due: one(row?.due ?? 0),
    burgee_webhook_delay_seconds: one(row?.seconds ?? 0),
  };
}

import { sql } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { OverrideEntry } from '../../contract/flags/override-bulk.ts';
import type { Queryable } from '../../db/connect.ts';

/** Each in one statement, however many; an override that is there already keeps its id. */
export async function putOverrides(
  tx: Queryable,
  environment: string,
  entries: readonly OverrideEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({ id: newId(), ...entry }));
  await tx.execute(sql`
    insert into feature_flag_overrides as kept
      (id, environment_key, flag_key, scope, subject, variant, reason, expires_at)
    select id, ${environment}, flag, scope, subject, variant, reason, expires_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(id text, flag text,
      scope override_scope, subject text, variant text, reason text, expires_at timestamptz)
    on conflict on constraint feature_flag_overrides_subject_key do update set
      variant = excluded.variant, reason = excluded.reason, expires_at = excluded.expires_at,
      revision = kept.revision + 1, updated_at = now()`);
}

/** What one override is known by within an environment. */
export type OverrideKey = Pick<OverrideEntry, 'flag' | 'scope' | 'subject'>;

export async function deleteOverrides(
  tx: Queryable,
  environment: string,
  places: readonly OverrideKey[],
): Promise<void> {
  if (places.length === 0) return;
  const gone = places.map(({ flag, scope, subject }) => ({ flag, scope, subject }));
  await tx.execute(sql`
    delete from feature_flag_overrides where environment_key = ${environment}
      and (flag_key, scope, subject) in (select flag, scope, subject
        from jsonb_to_recordset(${JSON.stringify(gone)}::jsonb)
          as given(flag text, scope override_scope, subject text))`);
}

import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import { sha256Hex } from '../../contract/fields/sha256.ts';
import { auditLogs } from '../../db/audit-logs.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { snapshotHistory } from '../../db/snapshot-history.ts';
import { historyPolicy } from '../../resource-policy.ts';
import { currentFormat, type PublishedSnapshot } from '../format.ts';
import { gunzip, gzip } from './gzip.ts';

/** What a version served to everybody who was let in; keys are those of now, whatever is served. */
type Content = Pick<PublishedSnapshot, 'format' | 'flags' | 'segments'>;

/**
 * Notes what a published version serves. One that serves the same as the version right before it is
 * noted there, so that what is kept are mostly contents; over a version that was not published, or
 * not noted, nothing is joined, as nobody knows what that served. Safe to do twice, and by several at
 * once.
 */
export async function recordVersion(db: Queryable, snapshot: PublishedSnapshot): Promise<void> {
  const { format, environment, version, flags, segments } = snapshot;
  const text = JSON.stringify({ format, flags, segments } satisfies Content);
  const checksum = await sha256Hex(text);
  if (await extendNewest(db, { environment, version, checksum })) return;
  await db
    .insert(snapshotHistory)
    .values({
      environmentKey: environment,
      version,
      lastVersion: version,
      content: sql`decode(${await gzip(text)}, 'base64')`,
      checksum,
      flags: flags.length,
      segments: segments.length,
      publishedAt: sql`now()`,
      auditSeq: lastAuditSeq(environment),
    })
    .onConflictDoNothing({ target: [snapshotHistory.environmentKey, snapshotHistory.version] });
  await prune(db, environment);
}

interface Recorded {
  readonly environment: string;
  readonly version: number;
  readonly checksum: string;
}

async function extendNewest(
  db: Queryable,
  { environment, version, checksum }: Recorded,
): Promise<boolean> {
  const { environmentKey, version: first, lastVersion } = snapshotHistory;
  const newest = sql`(select max(${first}) from ${snapshotHistory} where ${environmentKey} = ${environment})`;
  const extended = await db
    .update(snapshotHistory)
    .set({ lastVersion: sql`greatest(${lastVersion}, ${version})` })
    .where(
      and(
        eq(environmentKey, environment),
        eq(first, newest),
        eq(snapshotHistory.checksum, checksum),
        sql`${version} between ${first} and ${lastVersion} + 1`,
      ),
    )
    .returning({ version: first });
  return extended.length > 0;
}

/** Whatever concerns no environment by name may concern each of them. */
const lastAuditSeq = (environment: string) =>
  sql`(select max(${auditLogs.seq}) from ${auditLogs} where coalesce(${auditLogs.environmentKey}, ${environment}) = ${environment})`;

/** What an environment is pinned to stays, however old it is. */
async function prune(db: Queryable, environment: string): Promise<void> {
  const { environmentKey, version, lastVersion } = snapshotHistory;
  const oldestKept = sql`(select ${version} from ${snapshotHistory} where ${environmentKey} = ${environment} order by ${version} desc offset ${historyPolicy.keptVersions - 1} limit 1)`;
  const pinned = sql`(select ${environments.pinnedVersion} from ${environments} where ${environments.key} = ${environment})`;
  await db
    .delete(snapshotHistory)
    .where(
      and(
        eq(environmentKey, environment),
        sql`${version} < ${oldestKept}`,
        sql`(${pinned} between ${version} and ${lastVersion}) is not true`,
      ),
    );
}

/** What that version served; undefined where it is not kept, or was never published. */
export async function findServed(
  db: Queryable,
  environment: string,
  version: number,
): Promise<Content | undefined> {
  const [row] = await db
    .select({
      content: sql<string>`encode(${snapshotHistory.content}, 'base64')`,
      checksum: snapshotHistory.checksum,
    })
    .from(snapshotHistory)
    .where(isOf(environment, version))
    .orderBy(desc(snapshotHistory.version))
    .limit(1);
  return row && readContent(row);
}

/** Throws where it was altered, or is of a format that this code does not serve. */
async function readContent({ content, checksum }: { content: string; checksum: string }) {
  const text = await gunzip(content);
  if ((await sha256Hex(text)) !== checksum) throw new Error('checksum of the history differs');
  const served: Content = JSON.parse(text);
  if (served.format !== currentFormat) throw new Error(`unknown format ${served.format}`);
  return served;
}

const isOf = (environment: string, version: number) =>
  and(
    eq(snapshotHistory.environmentKey, environment),
    sql`${version}::bigint between ${snapshotHistory.version} and ${snapshotHistory.lastVersion}`,
  );

/** The newest first, each with the last change before it as far as the audit log has it. */
export const listHistory = (db: Queryable, environment: string) => {
  const { content, ...columns } = getTableColumns(snapshotHistory);
  return db
    .select({
      ...columns,
      actor: auditLogs.actor,
      action: auditLogs.action,
      target: auditLogs.target,
    })
    .from(snapshotHistory)
    .leftJoin(auditLogs, eq(auditLogs.seq, snapshotHistory.auditSeq))
    .where(eq(snapshotHistory.environmentKey, environment))
    .orderBy(desc(snapshotHistory.version));
};

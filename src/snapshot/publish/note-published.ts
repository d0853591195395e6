import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { publishedVersions } from '../../db/propagation.ts';
import { historyPolicy } from '../../resource-policy.ts';
import { answeredWithin } from '../answered-within.ts';
import type { PublishedSnapshot } from '../format.ts';

interface Noting {
  readonly database: Pick<Database, 'current'>;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * Notes when a version was committed and first published, by the clock of Postgres. One that is overtaken
 * already is not noted: when it was committed is not known any more. Never rejects.
 */
export async function notePublished(
  { database, logError }: Noting,
  { environment, version }: Pick<PublishedSnapshot, 'environment' | 'version'>,
): Promise<void> {
  const noted = async () => {
    const now = sql<Date>`now()`.as('published_at');
    const { key, updatedAt } = environments;
    await database.current
      .insert(publishedVersions)
      .select((query) =>
        query
          .select({
            environmentKey: key,
            version: environments.version,
            committedAt: updatedAt,
            publishedAt: now,
          })
          .from(environments)
          .where(and(eq(key, environment), eq(environments.version, version))),
      )
      .onConflictDoNothing({
        target: [publishedVersions.environmentKey, publishedVersions.version],
      });
  };
  try {
    await answeredWithin(noted(), historyPolicy.recordMilliseconds);
  } catch (error) {
    logError(`that version ${version} of ${environment} is published was not noted`, error);
  }
}

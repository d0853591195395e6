import { asc } from 'drizzle-orm';
import { environments } from '../db/environments.ts';
import type { PublishedSnapshot } from '../snapshot/format.ts';
import { compileReadable } from '../snapshot/publish/compile-readable.ts';
import { WithheldError } from '../snapshot/publish/withheld-error.ts';
import { authorise } from './authorise.ts';
import type { VerbCall } from './context.ts';
import { ControlError, notFound } from './errors.ts';

/**
 * What would be published now of one environment, or of all: to be deployed with the code. Throws
 * `publish_failed` where that is withheld.
 */
export async function compileBundle({
  ctx,
  input: { environment },
}: VerbCall<{ environment?: string | undefined }>): Promise<readonly PublishedSnapshot[]> {
  authorise(ctx, 'admin');
  const rows = await ctx.database.current
    .select({ key: environments.key })
    .from(environments)
    .orderBy(asc(environments.key));
  const keys = rows.map(({ key }) => key).filter((key) => (environment ?? key) === key);
  if (environment !== undefined && keys.length === 0) {
    throw notFound(`environment "${environment}"`);
  }
  const readable = await Promise.all(keys.map((key) => compileReadable(ctx.database, key))).catch(
    (error: unknown) => {
      if (error instanceof WithheldError) throw new ControlError('publish_failed', error.message);
      throw error;
    },
  );
  return readable.flatMap((each) => each?.compiled.snapshot ?? []);
}

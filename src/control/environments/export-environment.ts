import type { EnvironmentDocument } from '../../contract/environments/environment-document.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { readDocument } from './read-document.ts';

/** One committed state of a whole environment, as `importEnvironment` takes it. */
export async function exportEnvironment({
  ctx,
  input,
}: VerbCall<{ environment: string }>): Promise<EnvironmentDocument> {
  authorise(ctx, 'viewer');
  return ctx.database.transaction((tx) => readDocument(tx, input.environment), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}

import type { SchemaReport } from '../../contract/health/schema-report.ts';
import { readTruth } from '../../schema/truth.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { describeTruth } from './describe-truth.ts';

/** The truth about the database, as it is now. Writes nothing. */
export async function getSchema({ ctx }: VerbCall): Promise<SchemaReport> {
  authorise(ctx, 'viewer', 'or by secret');
  return describeTruth(await readTruth(ctx.database.current, ctx.now().getTime()));
}

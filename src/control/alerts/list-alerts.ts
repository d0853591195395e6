import type { AlertList } from '../../contract/notifications/alert.ts';
import {
  type ListAlertsInput,
  listAlertsInput,
} from '../../contract/notifications/alert-resource.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { ControlError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';

/** What is wrong now, and what was told of late. Asks neither Postgres nor KV. */
export async function listAlerts({ ctx, input }: VerbCall<ListAlertsInput>): Promise<AlertList> {
  authorise(ctx, 'viewer', 'or by secret');
  const { limit } = parseInput(listAlertsInput, input);
  if (ctx.listAlerts) return ctx.listAlerts(limit);
  throw new ControlError(
    'not_configured',
    'Nobody keeps watch: wrangler.toml has no binding WATCHMAN. Take it over from the one that Burgee comes with, and deploy.',
  );
}

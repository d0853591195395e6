import { toCursor } from '../../contract/fields/page.ts';
import { listUpcomingInput, type UpcomingPage } from '../../contract/flags/schedule.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { findUpcoming } from './find-upcoming.ts';

/** The calendar: every single change that is to come, of whatever schedule, the next first. */
export async function listUpcoming({ ctx, input }: VerbCall<unknown>): Promise<UpcomingPage> {
  authorise(ctx, 'viewer');
  const { cursor, limit, ...window } = parseInput(listUpcomingInput, input);
  const asked = { ...window, after: cursor, limit: limit + 1 };
  const found = await findUpcoming(ctx.database.reads, asked);
  const changes = found.slice(0, limit);
  const last = found.length > limit ? changes.at(-1) : undefined;
  return { changes, next_cursor: last ? toCursor([last.at, last.schedule]) : null };
}

import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type * as z from 'zod';
import { toCursor } from '../../contract/fields/page.ts';
import { listSchedulesInput, type SchedulePage } from '../../contract/flags/schedule.ts';
import { scheduledChanges } from '../../db/scheduled-changes.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { type ScheduleRow, scheduleResource } from './schedule-row.ts';

type Question = z.output<typeof listSchedulesInput>;

/** What is due next comes first; after everything that is to come, what is over, the newest first. */
export async function listSchedules({ ctx, input }: VerbCall<unknown>): Promise<SchedulePage> {
  authorise(ctx, 'viewer');
  const question = parseInput(listSchedulesInput, input);
  const rows = await ctx.database.reads
    .select()
    .from(scheduledChanges)
    .where(and(...conditionsOf(question)))
    .orderBy(sql`${scheduledChanges.dueAt} asc nulls last`, desc(scheduledChanges.id))
    .limit(question.limit + 1);
  const page = rows.slice(0, question.limit);
  const last = rows.length > page.length ? page.at(-1) : undefined;
  return { schedules: page.map(scheduleResource), next_cursor: last ? cursorOf(last) : null };
}

const cursorOf = ({ dueAt, id }: ScheduleRow) => toCursor([dueAt?.toISOString() ?? null, id]);

function conditionsOf({ flag, environment, status, from, to, cursor }: Question) {
  const table = scheduledChanges;
  return [
    flag === undefined ? undefined : eq(table.flagKey, flag),
    environment === undefined ? undefined : eq(table.environmentKey, environment),
    status && inArray(table.status, status === 'open' ? ['pending', 'paused'] : [status]),
    from === undefined && to === undefined ? undefined : hasStepWithin(from, to),
    cursor && isAfter(cursor),
  ];
}

/** Instants of steps are texts in UTC, all of one length. */
function hasStepWithin(from: string | undefined, to: string | undefined): SQL {
  const at = sql`step ->> 'at'`;
  const first = from === undefined ? sql`true` : sql`${at} >= ${new Date(from).toISOString()}`;
  const after = to === undefined ? sql`true` : sql`${at} < ${new Date(to).toISOString()}`;
  return sql`exists (select from jsonb_array_elements(${scheduledChanges.steps}) as step where ${first} and ${after})`;
}

function isAfter([dueAt, id]: NonNullable<Question['cursor']>): SQL {
  const { dueAt: due, id: own } = scheduledChanges;
  return dueAt === null
    ? sql`${due} is null and ${own} < ${id}`
    : sql`(${due} > ${dueAt}::timestamptz or ${due} is null or (${due} = ${dueAt}::timestamptz and ${own} < ${id}))`;
}

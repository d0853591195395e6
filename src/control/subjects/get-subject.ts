import { and, asc, eq, or } from 'drizzle-orm';
import { toCursor } from '../../contract/fields/page.ts';
import { type OverrideTarget, overrideTarget } from '../../contract/flags/override.ts';
import { type SubjectResource, subjectQuestion } from '../../contract/flags/subject.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { ORGANISATION, USER } from '../../engine/context.ts';
import { evaluate } from '../../engine/evaluate.ts';
import { explain } from '../../engine/explain.ts';
import { prepare } from '../../engine/prepare.ts';
import type { Flag, Snapshot } from '../../engine/snapshot.ts';
import { compileNewest } from '../../snapshot/publish/compile-newest.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { evaluationResource, stepResource } from '../flag-states/explain-flag.ts';
import { overrideResource } from '../overrides/override-row.ts';
import { parseInput } from '../parse-input.ts';

interface Input {
  readonly scope: string;
  readonly subject: string;
  readonly question: unknown;
}

/** Everything that applies to one user or organisation: what each flag serves, why, and its overrides. */
export async function getSubject({ ctx, input }: VerbCall<Input>): Promise<SubjectResource> {
  authorise(ctx, 'viewer');
  const target = parseInput(overrideTarget, { scope: input.scope, subject: input.subject });
  const question = parseInput(subjectQuestion, input.question);
  const { environment, cursor = '', limit } = question;
  const compiled = await compileNewest(ctx.database, environment);
  if (!compiled) throw notFound(`environment "${environment}"`);
  const { snapshot } = compiled;
  const targets = targetsOf(target, question.organisation_id);
  const now = question.at === undefined ? ctx.now() : new Date(question.at);
  const asking = { snapshot, context: contextOf(targets), now: now.getTime() };
  const later = snapshot.flags.filter(({ key }) => key > cursor);
  const page = later.slice(0, limit);
  const last = later.length > limit ? page.at(-1) : undefined;
  return {
    environment,
    version: snapshot.version,
    pinned_to: snapshot.pinnedTo ?? null,
    ...target,
    context: asking.context,
    flags: page.map(answerFor(asking)),
    next_cursor: last ? toCursor(last.key) : null,
    ...divide(await listOwn(ctx.database.current, environment, targets), now),
  };
}

/** What a user is served may depend on the organisation, not the other way round. */
const targetsOf = (target: OverrideTarget, organisation: string | undefined): OverrideTarget[] =>
  target.scope === 'user' && organisation !== undefined
    ? [target, { scope: 'organisation', subject: organisation }]
    : [target];

const attributes = { user: USER, organisation: ORGANISATION };

const contextOf = (targets: readonly OverrideTarget[]) =>
  Object.fromEntries(targets.map(({ scope, subject }) => [attributes[scope], subject]));

interface Asking {
  readonly snapshot: Snapshot;
  readonly context: Record<string, string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

function answerFor({ snapshot, context, now }: Asking) {
  const prepared = prepare(snapshot);
  return ({ key, name }: Flag) => ({
    flag: key,
    name,
    evaluation: evaluationResource(evaluate(prepared, key, context, now)),
    steps: explain(snapshot, key, context, now).map(stepResource),
  });
}

/** Of flags that are not archived. */
async function listOwn(db: Queryable, environment: string, targets: readonly OverrideTarget[]) {
  const { environmentKey, flagKey, scope, subject } = featureFlagOverrides;
  const rows = await db
    .select({ override: featureFlagOverrides })
    .from(featureFlagOverrides)
    .innerJoin(featureFlags, eq(featureFlags.key, flagKey))
    .where(
      and(
        eq(environmentKey, environment),
        eq(featureFlags.status, 'active'),
        or(...targets.map((each) => and(eq(scope, each.scope), eq(subject, each.subject)))),
      ),
    )
    .orderBy(asc(flagKey), asc(scope));
  return rows.map(({ override }) => override);
}

function divide(rows: Awaited<ReturnType<typeof listOwn>>, now: Date) {
  const isExpired = ({ expiresAt }: (typeof rows)[number]) =>
    expiresAt !== null && expiresAt <= now;
  const overrides = rows.filter((row) => !isExpired(row)).map(overrideResource);
  return {
    overrides,
    expiring: overrides
      .filter((override) => override.expires_at !== null)
      .sort((left, right) => ((left.expires_at ?? '') < (right.expires_at ?? '') ? -1 : 1)),
    expired: rows.filter(isExpired).map(overrideResource),
  };
}

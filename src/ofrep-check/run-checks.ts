import type { Check, Outcome } from './check.ts';
import { createHttpClient, NoAnswerError } from './http-client.ts';
import { sections } from './sections.ts';
import type { Capabilities, Settings } from './settings.ts';
import { meet, type Subject } from './subject.ts';

/** What the checks say of a server. */
export interface Verdict {
  readonly schemes: Subject['schemes'];
  readonly sections: readonly JudgedSection[];
}

export interface JudgedSection {
  readonly id: string;
  readonly title: string;
  readonly results: readonly CheckResult[];
}

export type CheckResult = { readonly check: Check } & Result;

type Result =
  | Exclude<Outcome, { kind: 'broken' }>
  | {
      readonly kind: 'failed' | 'warned';
      readonly expected: string;
      readonly came: string;
    };

/** One after the other. Throws `UnaskableError` when there is nothing to look at. */
export async function runChecks(settings: Settings, capabilities: Capabilities): Promise<Verdict> {
  const send = createHttpClient(settings, capabilities);
  const subject = await meet(settings, { send, capabilities });
  const results = new Map<string, Result>();
  const judged: JudgedSection[] = [];
  for (const section of sections) {
    const isSkipped = settings.skip.includes(section.id);
    if (!isSkipped) capabilities.progress(`${section.title} …`);
    const own: CheckResult[] = [];
    for (const check of section.checks) {
      const isLeftOut = isSkipped || settings.skip.includes(check.id);
      const result = isLeftOut ? leftOut : await judge(check, subject, results);
      results.set(check.id, result);
      own.push({ check, ...result });
    }
    judged.push({ id: section.id, title: section.title, results: own });
  }
  return { schemes: subject.schemes, sections: judged };
}

const leftOut = { kind: 'skipped', reason: 'left out by --skip', option: null } as const;

async function judge(
  check: Check,
  subject: Subject,
  results: ReadonlyMap<string, Result>,
): Promise<Result> {
  for (const need of check.needs ?? []) {
    const result = results.get(need);
    if (result === undefined) throw new Error(`${check.id} needs ${need}, which is not before it`);
    if (result.kind === 'skipped') return { ...result, reason: inherited(need, result.reason) };
    if (result.kind !== 'passed') return skippedFor(need);
  }
  const outcome = await check.run(subject).catch(tellNoAnswer);
  if (outcome.kind !== 'broken') return outcome;
  return { ...outcome, kind: check.level === 'must' ? 'failed' : 'warned' };
}

/** The root of it is told once, however long the chain. */
function inherited(need: string, reason: string): string {
  return reason.startsWith('needs ') || reason === leftOut.reason ? `needs ${need}` : reason;
}

function skippedFor(need: string): Result {
  return { kind: 'skipped', reason: `needs ${need}`, option: null };
}

function tellNoAnswer(error: unknown): Outcome {
  if (error instanceof NoAnswerError) {
    return { kind: 'broken', expected: 'an answer', came: error.message };
  }
  throw error;
}

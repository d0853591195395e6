import type { Document, Report } from '../command.ts';
import { shiftCommand } from '../deploy/cloudflare.ts';
import type { Findings } from '../deploy/course.ts';
import type { Outcome } from '../deploy/deploy.ts';
import type { Step } from '../deploy/diary.ts';
import type { DeploySettings } from '../deploy/settings.ts';
import { exitCodes } from '../exit-codes.ts';
import type { WranglerConfig } from '../wrangler-config.ts';
import { failureDocument, failureLines } from './failure-report.ts';
import { align, indent, section } from './layout.ts';
import type { Paint } from './paint.ts';

export interface Deployed {
  readonly outcome: Outcome;
  readonly steps: readonly Step[];
  readonly settings: DeploySettings;
  readonly config: WranglerConfig;
  /** As they were typed, but for --plan. */
  readonly options: readonly string[];
}

export function deployReport(deployed: Deployed): Report {
  const { outcome } = deployed;
  const isWell = outcome.status === 'planned' || outcome.status === 'deployed';
  return {
    exitCode: isWell ? exitCodes.ok : 'failure' in outcome ? outcome.failure.exitCode : 1,
    document: documentOf(deployed),
    lines: (paint) => linesOf(deployed, paint),
  };
}

function documentOf({ outcome, steps, settings, config }: Deployed): Document {
  const known = 'findings' in outcome ? outcome.findings : outcome.course;
  const planned = outcome.status === 'planned' ? planOf(outcome.findings, settings) : [];
  return {
    command: 'deploy',
    status: outcome.status,
    worker: config.name,
    version: ('course' in outcome && outcome.course?.uploaded) || null,
    version_before: known?.running?.version ?? null,
    steps: [...steps, ...planned].map(({ name, state, summary, milliseconds }) => ({
      name,
      state,
      summary,
      milliseconds,
    })),
    ...('failure' in outcome && { error: failureDocument(outcome.failure), next: outcome.next }),
  };
}

function linesOf(deployed: Deployed, paint: Paint): readonly string[] {
  const { outcome, steps, settings, config } = deployed;
  if (outcome.status === 'deployed') {
    const { uploaded } = outcome.course;
    const title = `Deployed: ${config.name} is answered by ${uploaded}, verified.`;
    return [`${paint.good('✓')} ${title}`, ...indent(stepLines(steps, paint), 2)];
  }
  if (outcome.status === 'planned') {
    const plan = [...steps, ...planOf(outcome.findings, settings)];
    return [
      `${paint.good('✓')} ${config.name} can be deployed. Nothing has been changed.`,
      ...indent(stepLines(plan, paint), 2),
      ...section(paint.strong('What to do'), [
        ['npx burgee deploy', ...deployed.options].join(' '),
      ]),
    ];
  }
  return failedLines(deployed, outcome, paint);
}

type Failed = Extract<Outcome, { readonly failure: unknown }>;

function failedLines({ steps }: Deployed, outcome: Failed, paint: Paint): readonly string[] {
  const { failure, status, next, course } = outcome;
  const message = `Not deployed. ${failure.message}`;
  const ends = {
    refused: 'Nothing has been changed.',
    gone_back: `Gone back: ${course?.running ? `${course.running.version} answers as before` : 'nothing is deployed'}.`,
    left: 'Not everything could be taken back, and this needs somebody now.',
  };
  const mark = status === 'left' ? paint.bad('✗') : paint.warning('!');
  return [
    ...failureLines({ ...failure, message }, paint).slice(0, -1),
    `${mark} ${ends[status]}`,
    ...(status === 'refused' ? [] : section(paint.strong('Step by step'), stepLines(steps, paint))),
    ...section(paint.strong('What to do'), [...next, failure.wayOut]),
  ];
}

const marks = { done: '✓', failed: '✗', left: '–', planned: '·' } as const;

function stepLines(steps: readonly Step[], paint: Paint): readonly string[] {
  const colours = { done: paint.good, failed: paint.bad, left: paint.dim, planned: paint.warning };
  return align(
    steps.map(({ name, state, summary, milliseconds }) => [
      `${colours[state](marks[state])} ${name}`,
      paint.dim(durationOf(milliseconds)),
      summary,
    ]),
  );
}

function durationOf(milliseconds: number): string {
  if (milliseconds < 100) return '';
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** What would follow, each with its command where wrangler does it. */
function planOf(findings: Findings, settings: DeploySettings): readonly Step[] {
  const { due, running, objectMigrations, unfinished } = findings;
  const plan = (name: Step['name'], summary: string): Step => ({
    name,
    summary,
    state: 'planned',
    milliseconds: 0,
  });
  const isAtOnce = running === undefined || objectMigrations.length > 0;
  const shift = (percent: number) =>
    shiftCommand([
      { version: '<new>', percent },
      { version: running?.version ?? '', percent: 100 - percent },
    ]);
  return [
    ...(unfinished
      ? [plan('traffic', shiftCommand([{ version: running?.version ?? '', percent: 100 }]))]
      : []),
    ...(due.length > 0 ? [plan('rehearse', `${due.join(', ')}, rolled back`)] : []),
    ...(due.length > 0 ? [plan('migrate', due.join(', '))] : []),
    plan('bundle', 'the flags that are served now, as npx burgee bundle writes them'),
    ...(isAtOnce
      ? [plan('upload', 'npx wrangler deploy, to everybody at once')]
      : [
          plan('upload', 'npx wrangler versions upload'),
          plan('smoke test', shift(0)),
          ...settings.steps.map((percent) =>
            plan('traffic', `${shift(percent)}, watched for ${settings.pauseSeconds} s`),
          ),
        ]),
    plan('verify', 'database, npx burgee warm, /health/ready, a flag'),
    ...(isAtOnce
      ? []
      : [
          plan('triggers', 'npx wrangler triggers deploy'),
          plan('traffic', shiftCommand([{ version: '<new>', percent: 100 }])),
        ]),
  ];
}

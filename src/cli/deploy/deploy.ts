import type { Failure } from '../failure.ts';
import { counted } from '../report/layout.ts';
import type { Warmed } from '../report/warm-report.ts';
import { applyMigrations, assertSound, rehearseMigrations } from './apply-migrations.ts';
import { check } from './check.ts';
import { beginCourse, type Course, type Findings, hasToGoBack, type Tools } from './course.ts';
import { noted } from './diary.ts';
import { goBack } from './go-back.ts';
import { assertGoingOn, endShifting, shiftTo, watch } from './shift.ts';
import {
  awaitVersion,
  compareEvaluations,
  verifyEvaluation,
  verifyReady,
} from './verify-version.ts';
import { putBundleBack, withNewestBundle } from './with-newest-bundle.ts';

/**
 * `refused`: nothing was changed. `gone_back`: all is as before, or goes on as if it were. `left`: a person has
 * to decide.
 */
export type Outcome =
  | { readonly status: 'planned'; readonly findings: Findings }
  | { readonly status: 'deployed'; readonly course: Course }
  | {
      readonly status: 'refused' | 'gone_back' | 'left';
      readonly failure: Failure;
      readonly course: Course | undefined;
      readonly next: readonly string[];
    };

/** Looks, and changes nothing. */
export async function planDeploy(tools: Tools): Promise<Outcome> {
  try {
    return { status: 'planned', findings: await look(tools) };
  } catch (error) {
    return refused(tools.diary.explain(error));
  }
}

/** Never throws. What fails is taken back. */
export async function deploy(tools: Tools): Promise<Outcome> {
  const { diary } = tools;
  let course: Course | undefined;
  try {
    putBundleBack(tools);
    course = beginCourse(await look(tools));
    tools.onCourse(course);
    await carryOut(tools, course);
    return { status: 'deployed', course };
  } catch (error) {
    const failure = diary.explain(error);
    if (course === undefined || !hasToGoBack(course)) return refused(failure, course);
    diary.tell(`${failure.message} Going back …`);
    const { isBack, next } = await goBack(tools, course);
    return { status: isBack ? 'gone_back' : 'left', failure, course, next };
  }
}

const refused = (failure: Failure, course?: Course): Outcome => ({
  status: 'refused',
  failure,
  course,
  next: [],
});

const look = (tools: Tools): Promise<Findings> =>
  tools.diary.step('check', 'schema, secrets, bindings, and what runs', () => check(tools));

async function carryOut(tools: Tools, course: Course): Promise<void> {
  await takeOver(tools, course);
  await rehearseMigrations(tools, course);
  await applyMigrations(tools, course);
  const { running } = course;
  if (running === undefined || course.objectMigrations.length > 0) {
    await withNewestBundle(tools, () => deployAtOnce(tools, course));
    await verify(tools, course);
    return;
  }
  const version = await withNewestBundle(tools, () => upload(tools, course));
  await smoke(tools, course, { running, version, percent: 0 });
  for (const percent of tools.settings.steps) {
    await tools.diary.step('traffic', `${percent} % on the new version`, async () => {
      const shift = { running, version, percent };
      await shiftTo(tools, course, shift);
      return noted(await watch(tools, course, shift));
    });
  }
  await verify(tools, course);
  await applyTriggers(tools);
  await tools.diary.step('traffic', `to ${version} alone`, async () => {
    await endShifting(tools, course, version);
    return noted(`to ${version} alone: there is nothing left to take back`);
  });
}

/** A deployment that broke off is taken back first, so that there is one version to come from. */
async function takeOver({ diary, cloudflare, worker }: Tools, course: Course): Promise<void> {
  const { running, unfinished } = course;
  if (unfinished === undefined || running === undefined) return;
  const { version } = running;
  await diary.step('traffic', `an earlier deployment broke off: back to ${version}`, async () => {
    const wanted = [{ version, percent: 100 }];
    course.traffic = [unfinished, wanted];
    await cloudflare.shift(wanted, 'burgee deploy: back, as a deployment broke off');
    course.traffic = [wanted];
    await awaitVersion(worker, version, { isNamed: false });
    return noted(`back on ${version}: an earlier deployment broke off`);
  });
}

async function upload(tools: Tools, course: Course): Promise<string> {
  const { diary, cloudflare } = tools;
  await assertGoingOn(tools);
  return diary.step('upload', 'building and uploading a version that answers nobody', async () => {
    const version = await cloudflare.upload();
    course.uploaded = version;
    return { result: version, summary: `version ${version}` };
  });
}

async function deployAtOnce(tools: Tools, course: Course): Promise<void> {
  const { diary, cloudflare, settings, worker } = tools;
  await assertGoingOn(tools);
  await diary.step('upload', 'building, and deploying to everybody at once', async () => {
    course.isOneWay = true;
    const version = await cloudflare.deployAtOnce(settings.secretsFile);
    course.uploaded = version;
    await awaitVersion(worker, version, { isNamed: false });
    return noted(`version ${version}, to everybody at once`);
  });
}

type Smoke = Parameters<typeof shiftTo>[2];

async function smoke(tools: Tools, course: Course, shift: Smoke): Promise<void> {
  const { diary, worker, settings } = tools;
  const { running, version } = shift;
  await diary.step('smoke test', 'the new version, while it answers nobody else', async () => {
    await shiftTo(tools, course, shift);
    await awaitVersion(worker, version, { isNamed: true });
    const { status } = await verifyReady(worker, version, running.readiness);
    const flags = settings.acceptsDifferences
      ? await verifyEvaluation(worker, version)
      : await compareEvaluations(worker, running.version, version);
    const like = settings.acceptsDifferences ? '' : ` as by ${running.version}`;
    const summary = `0 %: ${status}; ${counted(flags, 'flag')} evaluated${like}`;
    return noted(summary);
  });
}

/** By everybody, named by nobody. */
async function verify(tools: Tools, { running, uploaded }: Course): Promise<void> {
  await assertGoingOn(tools);
  const { diary, worker, control, settings } = tools;
  await diary.step('verify', 'database, warm, health, a flag', async () => {
    await awaitVersion(worker, uploaded ?? '', { isNamed: false });
    await assertSound(tools);
    const { environments } = await control.ask<Pick<Warmed, 'environments'>>('POST', '/admin/warm');
    const { status } = await verifyReady(worker, undefined, running?.readiness);
    const flags = settings.key === undefined ? undefined : await verifyEvaluation(worker);
    return noted(
      [
        'database sound',
        `${counted(environments.length, 'environment')} published`,
        status,
        flags === undefined ? 'no flag asked for, as there is no key' : counted(flags, 'flag'),
      ].join(', '),
    );
  });
}

async function applyTriggers(tools: Tools): Promise<void> {
  await assertGoingOn(tools);
  await tools.diary.step('triggers', 'routes and crons of wrangler.toml', async () => {
    await tools.cloudflare.applyTriggers();
    return noted('routes and crons are those of wrangler.toml');
  });
}

import { deploymentPolicy } from '../../resource-policy.ts';
import { planRollback, rollBack } from '../../schema/migrate/roll-back.ts';
import { sleep } from '../../sleep.ts';
import { readMigrationFiles } from '../drizzle-folder.ts';
import { counted } from '../report/layout.ts';
import { shiftCommand, type Traffic } from './cloudflare.ts';
import { type Course, findFirstUnbearable, type Tools } from './course.ts';
import { deployFailure } from './deploy-failure.ts';
import { noted } from './diary.ts';
import { rollbackCommand, tagBefore } from './rollback-command.ts';
import { assertOursToTakeBack } from './shift.ts';
import { awaitVersion } from './verify-version.ts';

export interface WayBack {
  /** Everything is as it was, or goes on as if it were. */
  readonly isBack: boolean;
  /** What is left to a person, the first first. */
  readonly next: readonly string[];
}

/** Never throws: what cannot be taken back is told, with the command that does it. */
export async function goBack(tools: Tools, course: Course): Promise<WayBack> {
  const traffic = await goBackWithTraffic(tools, course);
  // As long as the new version may answer, the schema is what it needs.
  return traffic.isBack ? goBackWithMigrations(tools, course) : traffic;
}

const done: WayBack = { isBack: true, next: [] };

async function goBackWithTraffic(tools: Tools, course: Course): Promise<WayBack> {
  const { diary, worker } = tools;
  const { running, uploaded } = course;
  if (course.isOneWay) return tellOneWay(tools, course);
  if (course.traffic.length === 0 || running === undefined) {
    diary.leave('traffic', `nobody was answered by ${uploaded ?? 'a new version'}`);
    return done;
  }
  const wanted = [{ version: running.version, percent: 100 }];
  try {
    await diary.step('traffic', `back to ${running.version}`, async () => {
      await setBack(tools, course, wanted);
      await awaitVersion(worker, running.version, { isNamed: false });
      return noted(`back: all of it is answered by ${running.version}`);
    });
    return done;
  } catch (error) {
    const { code, wayOut } = diary.explain(error);
    return { isBack: false, next: [code === 'traffic_changed' ? wayOut : shiftCommand(wanted)] };
  }
}

/** Unless nothing came of it, what was deployed to everybody stays: the way back may be closed. */
async function tellOneWay({ diary, cloudflare }: Tools, course: Course): Promise<WayBack> {
  const { live, running, uploaded } = course;
  const now = await cloudflare.findDeployment().then(
    (deployment) => ({ version: deployment?.traffic[0]?.version }),
    () => undefined,
  );
  if (now !== undefined && now.version === live) {
    diary.leave('traffic', 'nothing was deployed');
    return done;
  }
  const what = uploaded ?? now?.version ?? 'perhaps the new version';
  const why = running
    ? 'Cloudflare goes back behind no migration of Durable Objects'
    : 'there is nothing before it';
  diary.leave('traffic', `answered by ${what}: ${why}`);
  return { isBack: false, next: ['npx burgee deploy'] };
}

/**
 * Tried again, as this is what must not fail. Throws where others have changed it meanwhile, unless it was to go
 * back as well.
 */
async function setBack(tools: Tools, course: Course, wanted: Traffic): Promise<void> {
  course.traffic = [...course.traffic, wanted];
  for (let tries: number = deploymentPolicy.goBackTries; ; tries -= 1) {
    try {
      await assertOursToTakeBack(tools, course);
      await tools.cloudflare.shift(wanted, 'burgee deploy: back, as a step failed');
      return;
    } catch (error) {
      if (tries === 1 || tools.diary.explain(error).code === 'traffic_changed') throw error;
      await sleep(deploymentPolicy.goBackPauseMilliseconds);
    }
  }
}

/** Taken back only where the version that answers needs it, and where nothing is lost by it. */
async function goBackWithMigrations(tools: Tools, course: Course): Promise<WayBack> {
  const { diary } = tools;
  const { applied, running } = course;
  const first = findFirstUnbearable(course);
  if (applied.length === 0 && first === undefined) return done;
  if (running === undefined || first === undefined) {
    const why = running ? `: ${running.version} goes on with the new schema` : '';
    diary.leave(
      'migrations',
      `${applied.join(', ')} ${applied.length === 1 ? 'stays' : 'stay'}${why}`,
    );
    return done;
  }
  const to = tagBefore(first);
  try {
    await diary.step('migrations', `back to ${to}`, async () => {
      const undone = await takeBack(tools, to, course);
      const summary = `back: ${counted(undone, 'migration')} taken back, nothing was in them`;
      return noted(summary);
    });
    return done;
  } catch {
    return {
      isBack: false,
      next: [
        rollbackCommand(first),
        `Until then, ${running.version} may fail where it needs what ${first} has changed.`,
      ],
    };
  }
}

/** Throws before anything is done where rows would go, or migrations of others. */
async function takeBack({ call }: Tools, to: string, course: Course): Promise<number> {
  const { applied, standing } = course;
  const files = await readMigrationFiles();
  const request = { to, files, now: call.now, onProgress: () => {} };
  const { tags, losses } = await planRollback(call.database, request);
  const lost = losses.filter(({ rows }) => rows > 0).map(({ object }) => object);
  // What follows one that ran before is as little known to the version that answers.
  const others = standing.length > 0 ? [] : tags.filter((tag) => !applied.includes(tag));
  if (lost.length > 0) throw stays(`would lose what was written to ${lost.join(', ')}`);
  if (others.length > 0) throw stays(`leads over ${others.join(', ')}, which ran before`);
  return (await rollBack(call.database, request)).length;
}

const stays = (why: string) =>
  deployFailure('not_deployable', `The schema stays: the way back ${why}.`);

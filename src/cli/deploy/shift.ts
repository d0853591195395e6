import { setTimeout as pause } from 'node:timers/promises';
import { deploymentPolicy } from '../../resource-policy.ts';
import { counted } from '../report/layout.ts';
import type { Traffic } from './cloudflare.ts';
import type { Course, Running, Tools } from './course.ts';
import { deployFailure } from './deploy-failure.ts';
import { messageOf, verifiedMessage, versionBefore } from './traffic-message.ts';
import { verifyReady } from './verify-version.ts';

/** Throws where somebody wants it to end, or where others might deploy at the same time. */
export async function assertGoingOn({ signal, assertHeld }: Tools): Promise<void> {
  if (signal.aborted) throw deployFailure('interrupted', 'It was interrupted.', { wayOut: again });
  await assertHeld();
}

const again = 'Deploy again when you want to.';

/** Throws where the traffic is not split as it was last set here. */
export async function assertOurs(
  { cloudflare }: Pick<Tools, 'cloudflare'>,
  { traffic }: Pick<Course, 'traffic'>,
): Promise<void> {
  if (traffic.length === 0) return;
  const now = (await cloudflare.findDeployment())?.traffic ?? [];
  if (!isAmong(traffic, now)) throw changed(now);
}

/**
 * Throws where somebody else would be taken back. A split that says that it comes from the version to go back to is
 * none of theirs: one deployment goes on at a time, so wrangler has ended late what was begun by one that was killed.
 */
export async function assertOursToTakeBack(
  { cloudflare }: Pick<Tools, 'cloudflare'>,
  { traffic, running }: Pick<Course, 'traffic' | 'running'>,
): Promise<void> {
  const deployment = await cloudflare.findDeployment();
  const now = deployment?.traffic ?? [];
  const before = versionBefore(deployment?.message ?? '');
  const isLate = before !== undefined && before === running?.version;
  if (!isLate && !isAmong(traffic, now)) throw changed(now);
}

const isAmong = (splits: readonly Traffic[], now: Traffic): boolean =>
  splits.some((each) => told(each) === told(now));

const changed = (now: Traffic) =>
  deployFailure(
    'traffic_changed',
    `Somebody else has changed the traffic meanwhile: ${told(now) || 'nothing is deployed'}. It was left as it is.`,
    { wayOut: 'See who it was: npx wrangler deployments list' },
  );

/** A version without traffic may or may not be named. */
function told(traffic: Traffic): string {
  return traffic
    .filter(({ percent }) => percent > 0)
    .map(({ version, percent }) => `${version} has ${percent} %`)
    .sort()
    .join(', ');
}

export interface Shift {
  readonly running: Running;
  readonly version: string;
  readonly percent: number;
}

/**
 * Gives the new version its part of the traffic. It is named first each time, as Durable Objects then stay with
 * the version that they have. The version before stays with 0 % of it: whoever finds that knows that the
 * deployment has not ended, and can ask that version by name.
 */
export async function shiftTo(tools: Tools, course: Course, shift: Shift): Promise<void> {
  const { running, version, percent } = shift;
  const old = { version: running.version, percent: 100 - percent };
  const before = course.traffic.length > 0 ? course.traffic : [[{ ...old, percent: 100 }]];
  const message = messageOf(percent, running.version);
  await setTraffic(tools, course, { before, wanted: [{ version, percent }, old], message });
}

/** To the new version alone, as nothing is left to be done. */
export async function endShifting(tools: Tools, course: Course, version: string): Promise<void> {
  const wanted = [{ version, percent: 100 }];
  const message = verifiedMessage(version);
  await setTraffic(tools, course, { before: course.traffic, wanted, message });
}

interface Change {
  /** One of these is how it has to be split. */
  readonly before: readonly Traffic[];
  readonly wanted: Traffic;
  readonly message: string;
}

async function setTraffic(
  tools: Tools,
  course: Course,
  { before, wanted, message }: Change,
): Promise<void> {
  await assertGoingOn(tools);
  await assertOurs(tools, { traffic: before });
  // Where wrangler fails, either may be the case.
  course.traffic = [...before, wanted];
  await tools.cloudflare.shift(wanted, message);
  course.traffic = [wanted];
}

/** Looks again and again for as long as the step lasts. Throws with the first that is not well. */
export async function watch(
  tools: Tools,
  course: Course,
  { running, version, percent }: Shift,
): Promise<string> {
  const { worker, settings, signal } = tools;
  const { probesOfStep } = deploymentPolicy;
  let reached = 0;
  for (let probe = 1; probe <= probesOfStep; probe += 1) {
    await pause((settings.pauseSeconds * 1000) / probesOfStep, undefined, { signal }).catch(
      () => {},
    );
    await assertGoingOn(tools);
    const userId = `burgee-deploy-${probe}`;
    await worker.evaluate(userId, version);
    await worker.evaluate(userId);
    const answered = (await worker.health()).version;
    if (answered === version) reached += 1;
    else if (answered !== running.version) throw strangerAnswers(answered);
  }
  await verifyReady(worker, version, running.readiness);
  await assertOurs(tools, course);
  const seconds =
    settings.pauseSeconds > 0 ? ` in ${counted(settings.pauseSeconds, 'second')}` : '';
  return `${percent} %: ${3 * probesOfStep} requests${seconds}, none failed; ${reached} of ${probesOfStep} visits reached it`;
}

const strangerAnswers = (version: string) =>
  deployFailure(
    'traffic_changed',
    `The Worker is answered by ${version}, which is neither the new version nor the one before.`,
    { wayOut: 'See who deployed it: npx wrangler deployments list' },
  );

import { publishPolicy } from '../../resource-policy.ts';
import { sleep } from '../../sleep.ts';
import { elapsed } from '../elapsed.ts';
import { withTimeout } from '../with-timeout.ts';
import type { PublishOptions } from './publish.ts';

type Publish<Outcome> = (environment: string, options?: PublishOptions) => Promise<Outcome>;

/** One publication, for all who asked for it before it began. */
interface Round<Outcome> {
  /** One of them asked for that. */
  force: boolean;
  readonly outcome: Promise<Outcome>;
}

/** What is going on with one environment. */
interface Lane<Outcome> {
  /** Settles, however it ends, when the round that has begun is over. */
  running?: Promise<unknown> | undefined;
  /** Has not begun: it serves whoever asks now. */
  next?: Round<Outcome> | undefined;
  /** Of the last round, in milliseconds since the epoch. */
  endedAt: number;
}

const { everyMilliseconds, runningMilliseconds, abandonAfterMilliseconds } = publishPolicy;

/**
 * Workers KV takes one write of a key a second, so this isolate publishes an environment no oftener,
 * however many ask. Whoever asks meanwhile is served by the next round, which begins after they
 * asked: it holds what they have committed, or something newer.
 *
 * A round belongs to the request that opened it, and stands still for ever where the runtime ends
 * that one. Nobody waits for it for longer than `abandonAfterMilliseconds`, and then opens another.
 */
export function coalescePublishes<Outcome>(publish: Publish<Outcome>): Publish<Outcome> {
  const lanes = new Map<string, Lane<Outcome>>();

  async function carryOut(environment: string, lane: Lane<Outcome>, round: Round<Outcome>) {
    await waitForTurn(lane);
    if (lane.next === round) lane.next = undefined;
    const { force } = round;
    const outcome = publish(environment, { force, isFollowed: () => lane.next !== undefined });
    const running = outcome.then(ignore, ignore).then(() => {
      lane.endedAt = Date.now();
      if (lane.running === running) lane.running = undefined;
    });
    lane.running = running;
    return outcome;
  }

  /** It begins when it is in its lane already. */
  function open(environment: string, lane: Lane<Outcome>): Round<Outcome> {
    const round: Round<Outcome> = {
      force: false,
      outcome: Promise.resolve().then(() => carryOut(environment, lane, round)),
    };
    return round;
  }

  return async (environment, { force = false } = {}) => {
    const lane = lanes.get(environment) ?? { endedAt: Number.NEGATIVE_INFINITY };
    lanes.set(environment, lane);
    for (;;) {
      const joined = lane.next;
      const round = joined ?? open(environment, lane);
      lane.next = round;
      round.force ||= force;
      if (!joined) return round.outcome;
      const told = round.outcome.then((outcome) => ({ outcome }));
      const end = await withTimeout(told, abandonAfterMilliseconds);
      if (end) return end.outcome;
      if (lane.next === round) lane.next = undefined;
    }
  };
}

async function waitForTurn(lane: Lane<unknown>): Promise<void> {
  if (lane.running) await withTimeout(lane.running, runningMilliseconds);
  const waited = elapsed(lane.endedAt, Date.now());
  if (waited < everyMilliseconds) await sleep(everyMilliseconds - waited);
}

const ignore = () => {};

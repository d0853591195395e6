import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { watchPolicy } from '../../src/resource-policy.ts';
import type { Look } from '../../src/watchman/look.ts';
import type { Problem } from '../../src/watchman/problem.ts';
import { nothingRemembered } from '../../src/watchman/watch-memory.ts';
import { watchmanClient } from '../../src/watchman/watchman-client.ts';

const minute = 60_000;
const start = Date.UTC(2026, 0, 1);

const problem: Problem = {
  key: 'tables',
  severity: 'critical',
  title: 'A table is missing',
  environment: null,
  items: ['feature_flags'],
  consequence: 'Flags cannot be changed.',
  whatToDo: 'Repair it.',
  details: [],
  features: [{ key: 'shop.checkout', name: 'Checkout', owner: null }],
  patience: { toOpen: 0, toClose: 0 },
};

const webhook = {
  id: 'w1',
  url: 'https://example.com/',
  format: 'standard',
  environmentKey: null,
  events: [],
  sealedSecret: 'v1.x.y',
} as const;

const lookAt = (minutes: number, ...problems: Problem[]): Look => ({
  at: start + minutes * minute,
  problems,
  unseen: [],
  memory: nothingRemembered,
});

/** One that nobody else asks. */
let asked = 0;
function newWatchman() {
  const name = `watchman ${++asked}`;
  const stub = env.WATCHMAN.getByName(name);
  return { stub, watchman: watchmanClient({ getByName: () => stub }) };
}

it('has nothing to tell, and leaves no trace, before the first look', async () => {
  const { watchman } = newWatchman();
  expect(await watchman.list(10)).toEqual({ looked_at: null, open: [], history: [] });
  expect(await watchman.recall()).toEqual({ memory: nothingRemembered, open: {} });
});

it('gives the news of a hundred looks at the same time to one of them', async () => {
  const { watchman } = newWatchman();
  const looks = Array.from({ length: 100 }, () => watchman.report(lookAt(1, problem)));
  const errands = await Promise.all(looks);
  expect(errands.flatMap(({ outgoing }) => outgoing)).toHaveLength(1);
  const { open, history } = await watchman.list(10);
  expect([open.length, history.length]).toEqual([1, 1]);
});

it('remembers what was told, to whom and what was learnt, after it left memory', async () => {
  const { stub, watchman } = newWatchman();
  const memory = { ...nothingRemembered, environments: ['production'] };
  await watchman.report({ ...lookAt(1, problem), memory, webhooks: [webhook] });
  await evictDurableObject(stub);
  expect(await watchman.recall()).toEqual({ memory, open: { tables: ['feature_flags'] } });
  const { outgoing, webhooks } = await watchman.report({ ...lookAt(2, problem), memory });
  expect(webhooks).toEqual([webhook]);
  expect(outgoing).toHaveLength(1);
});

it('hands a message out again when whoever had it was lost, and not once it is settled', async () => {
  const { watchman } = newWatchman();
  const [first] = (await watchman.report(lookAt(1, problem))).outgoing;
  const during = { ...lookAt(1, problem), at: start + minute + watchPolicy.leaseMilliseconds - 1 };
  expect((await watchman.report(during)).outgoing).toEqual([]);
  const [again] = (await watchman.report(lookAt(2, problem))).outgoing;
  expect(again).toEqual(first);
  if (!again) throw new Error('nothing was handed out');
  await watchman.settle([{ ...again, recipients: [] }]);
  expect((await watchman.report(lookAt(4, problem))).outgoing).toEqual([]);
});

it('takes no notice of a look that comes late, and of one after the clock was set it does', async () => {
  const { watchman } = newWatchman();
  await watchman.report(lookAt(10, problem));
  await watchman.report(lookAt(9));
  expect((await watchman.list(10)).open).toHaveLength(1);
  await watchman.report(lookAt(-60));
  expect((await watchman.list(10)).open).toEqual([]);
});

it('keeps the newest few hundred messages', async () => {
  const { watchman } = newWatchman();
  const many = Array.from({ length: watchPolicy.messagesKept - 10 }, (_, index) => ({
    ...problem,
    key: `sample ${index}`,
  }));
  await watchman.report(lookAt(1, ...many));
  await watchman.report(lookAt(2));
  const { history } = await watchman.list(2 * many.length);
  expect(history).toHaveLength(watchPolicy.messagesKept);
  expect(history[0]).toMatchObject({
    type: 'alert.close',
    at: new Date(start + 2 * minute).toISOString(),
  });
});

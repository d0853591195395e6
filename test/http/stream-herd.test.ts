import { expect, it, onTestFinished, vi } from 'vitest';
import { AccessControl } from '../../src/http/evaluation/access.ts';
import { openStream } from '../../src/http/evaluation/stream/stream-route.ts';
import { hubPolicy, streamPolicy } from '../../src/resource-policy.ts';
import { pack } from '../../src/snapshot/format.ts';
import { SnapshotLoader } from '../../src/snapshot/load.ts';
import { seededRandom } from '../chaos/random.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';
import { nothingBehind } from '../support/nothing-behind.ts';

const clients = 1_000;

interface Outage {
  readonly seconds: number;
  /** Whether whoever asks for the hub is kept waiting, or knows at once. */
  readonly hangs: boolean;
}

/** Streams of a hub that goes away at 0, by the clock of whoever asks, and comes back. */
async function edgeDuring({ seconds, hangs }: Outage) {
  const { snapshot, clientKey } = await sampleEnvironment();
  const store = memorySnapshotStore();
  await store.put(snapshot.environment, await pack(snapshot));
  const now = () => 1_800_000_000_000;
  const snapshots = new SnapshotLoader({ ...nothingBehind, store, now, onFault: () => {} });
  const clock = { milliseconds: 0 };
  const socketOfHub = async () => {
    if (clock.milliseconds < 0 || clock.milliseconds >= seconds * 1_000) {
      const { 0: near, 1: far } = new WebSocketPair();
      far.accept();
      return near;
    }
    if (hangs) clock.milliseconds += hubPolicy.connectMilliseconds;
    throw new Error('the hub is away');
  };
  const gate = {
    access: new AccessControl(snapshots, now),
    snapshots,
    now,
    hub: { openStream: socketOfHub },
    countRequest: () => 0,
    keepaliveMilliseconds: 60_000,
    logError: () => {},
  };
  const address = `http://burgee.test/ofrep/v1/stream?key=${clientKey}`;
  const ask = (headers: Record<string, string>) =>
    openStream(new Request(address, { headers }), gate);
  return { ask, clock };
}

type Ask = Awaited<ReturnType<typeof edgeDuring>>['ask'];

/** One request: after how many milliseconds to ask again, at once or once the stream is lost. */
async function askOnce(ask: Ask, headers: Record<string, string>) {
  const response = await ask(headers);
  const seconds = response.headers.get('Retry-After');
  if (seconds !== null) {
    await response.body?.cancel();
    return { isOpen: false, waitMilliseconds: Number(seconds) * 1_000 };
  }
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  const text = new TextDecoder().decode(value);
  await reader?.cancel();
  const waitMilliseconds = Number(/^retry: (\d+)$/m.exec(text)?.[1]);
  return { isOpen: !text.startsWith(':'), waitMilliseconds };
}

/** A browser's `EventSource` obeys `retry`; the others obey `Retry-After`. */
const kinds = [{ Accept: 'text/event-stream' }, {}];

/** How many requests there were in each second from the loss of all streams on. */
async function requestsBySecond(outage: Outage): Promise<readonly number[]> {
  const { ask, clock } = await edgeDuring(outage);
  const counts: number[] = [];
  for (let client = 0; client < clients; client++) {
    const headers: Record<string, string> = kinds[client % kinds.length] ?? {};
    clock.milliseconds = -1;
    const { waitMilliseconds: first } = await askOnce(ask, headers);
    clock.milliseconds = 0;
    let wait = first;
    let isBack = false;
    while (!isBack) {
      clock.milliseconds += wait;
      const second = Math.floor(clock.milliseconds / 1_000);
      counts[second] = (counts[second] ?? 0) + 1;
      const { isOpen, waitMilliseconds } = await askOnce(ask, headers);
      wait = waitMilliseconds;
      isBack = isOpen;
    }
  }
  return Array.from(counts, (count) => count ?? 0);
}

/** Of clients that come back at random between the waits that they are told while there is no hub. */
const { least, most } = streamPolicy.retryAfterSeconds;
const evenly = clients / ((least + most) / 2);

it.each<Outage & { readonly seed: number }>([
  { seconds: 60, hangs: false, seed: 1 },
  { seconds: 60, hangs: true, seed: 2 },
  { seconds: 5, hangs: false, seed: 3 },
])(
  'a thousand clients that lost their streams together never ask twice as fast as they would evenly: %o',
  async ({ seed, ...outage }) => {
    const { integer } = seededRandom(seed);
    const random = vi.spyOn(Math, 'random').mockImplementation(() => integer(2 ** 32) / 2 ** 32);
    onTestFinished(() => random.mockRestore());
    const counts = await requestsBySecond(outage);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2 * evenly);
    const lastSecond = outage.seconds + most + hubPolicy.connectMilliseconds / 1_000;
    expect(counts.length).toBeLessThanOrEqual(lastSecond + 1);
  },
);

import { setTimeout as wait } from 'node:timers/promises';

/** V8's own, of one isolate: `Profiler.Profile` of the DevTools protocol, as far as it is read. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  readonly name: string;
  readonly line: number;
  /** Of all the time that was not idle, 0 to 1. */
  readonly share: number;
}

const samplingMicroseconds = 100;

/** Where an isolate of a workerd that has an inspector spends its time, the most first. */
export async function takeProfile(inspectorPort: number, seconds: number): Promise<SelfTime[]> {
  const answer = await fetch(`http://127.0.0.1:${inspectorPort}/json`);
  const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
  if (!target) throw new Error('workerd has nothing to inspect');
  const session = await openSession(target.webSocketDebuggerUrl);
  await session.ask('Profiler.enable');
  await session.ask('Profiler.setSamplingInterval', { interval: samplingMicroseconds });
  await session.ask('Profiler.start');
  await wait(seconds * 1_000);
  const { profile } = (await session.ask('Profiler.stop')) as { profile: Profile };
  session.end();
  return selfTimes(profile);
}

async function openSession(url: string) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id: number; result: unknown };
    waiting.get(id)?.(result);
  });
  let last = 0;
  const ask = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  return { ask, end: () => socket.close() };
}

function selfTimes({ nodes, samples, timeDeltas }: Profile): SelfTime[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, { name: string; line: number; time: number }>();
  let whole = 0;
  for (const [index, id] of samples.entries()) {
    const { functionName, lineNumber } = frames.get(id) ?? { functionName: '', lineNumber: 0 };
    if (functionName === '(idle)') continue;
    const time = timeDeltas[index] ?? 0;
    whole += time;
    const label = `${functionName}:${lineNumber}`;
    const there = times.get(label) ?? {
      name: functionName || '(anonymous)',
      line: lineNumber,
      time: 0,
    };
    times.set(label, { ...there, time: there.time + time });
  }
  return [...times.values()]
    .map(({ name, line, time }) => ({ name, line, share: time / whole }))
    .toSorted((one, other) => other.share - one.share);
}

import type { EventStream } from './event-stream.ts';
import type { Answer } from './http-client.ts';
import { currentAddress, openAt } from './open-announced.ts';
import { parseEvents, type ServerEvent } from './parse-events.ts';
import { haveSameFlags, isObject } from './read-answer.ts';
import type { Subject } from './subject.ts';

/** What was seen while a flag was changed, and changed back. */
export interface Flip {
  /** All flags before. */
  readonly before: Answer;
  /** The first event afterwards. */
  readonly event: ServerEvent | undefined;
  /** As a client asks that has received the event. */
  readonly after: Answer | undefined;
  /** As anybody asks, until something else is answered or the time is over. */
  readonly settled: Answer;
  /** What somebody hears who reconnects after missing the second change. */
  readonly replayed: ServerEvent | undefined;
}

export function flipOnce(subject: Subject, flip: () => Promise<void>): Promise<Flip> {
  return subject.once('flip', async () => {
    const before = await subject.askAll();
    const stream = await openAt(subject, await currentAddress(subject));
    const event = await flipAndHear(subject, stream, flip).finally(stream.close);
    const after = event && (await subject.askAll({ query: queryOf(event) }));
    const settled = await askUntilOther(subject, before);
    subject.capabilities.progress('changing it back, behind the back of a stream …');
    await flip();
    const replayed = event && (await reconnect(subject, event));
    return { before, event, after, settled, replayed };
  });
}

async function flipAndHear(subject: Subject, stream: EventStream, flip: () => Promise<void>) {
  const { settings, capabilities } = subject;
  // A server may greet with events of its own.
  const greeted = (await stream.waitFor((text) => parseEvents(text).length, 0)) ?? 0;
  capabilities.progress('changing a flag, and waiting for the event …');
  await flip();
  return stream.waitFor((text) => parseEvents(text)[greeted], settings.timeoutSeconds);
}

/** What the event names is sent back as it came (ADR-0008). */
function queryOf(event: ServerEvent): string {
  const { etag, lastModified } = eventData(event) ?? {};
  const named = { flagConfigEtag: etag, flagConfigLastModified: lastModified };
  const given = Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** Undefined where it is no JSON object. */
export function eventData({ data }: ServerEvent): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(data);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

async function askUntilOther({ askAll, settings, capabilities }: Subject, before: Answer) {
  let answer = await askAll();
  for (let seconds = 0; seconds < settings.timeoutSeconds; seconds++) {
    if (!haveSameFlags(answer, before)) return answer;
    await capabilities.wait(1);
    answer = await askAll();
  }
  return answer;
}

async function reconnect(subject: Subject, { id }: ServerEvent) {
  if (id === undefined) return undefined;
  const stream = await openAt(subject, await currentAddress(subject), id);
  const isLater = (event: ServerEvent) => event.id !== id;
  return stream
    .waitFor((text) => parseEvents(text).find(isLater), subject.settings.timeoutSeconds)
    .finally(stream.close);
}

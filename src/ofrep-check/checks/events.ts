import { broken, type Check, type Outcome, passed, skipped } from '../check.ts';
import { eventData, type Flip, flipOnce } from '../flip-once.ts';
import { haveSameFlags, show } from '../read-answer.ts';
import type { Subject } from '../subject.ts';
import { etagOf } from './etag.ts';

/** What happens when a flag is changed; the operator has to say how. */
export const events: readonly Check[] = [
  flipCheck({
    id: 'event-arrives',
    title: 'sends an event when a flag is changed',
    level: 'must',
    source: 'ADR-0008',
    consequence: 'Clients that rely on the stream never hear of the change.',
    needs: ['stream-content-type'],
    look: ({ event }) => (event ? passed() : broken('an event', 'none in time')),
  }),
  flipCheck({
    id: 'event-name',
    title: 'names it message, or not at all',
    level: 'must',
    source: 'OFREP 0.3.0, sseEvent.event',
    consequence: 'EventSource.onmessage does not see events of another name.',
    needs: ['event-arrives'],
    look: ({ event }) =>
      event?.name === undefined || event.name === 'message'
        ? passed()
        : broken('message', event.name),
  }),
  flipCheck({
    id: 'event-data',
    title: 'sends JSON with the type refetchEvaluation',
    level: 'must',
    source: 'OFREP 0.3.0, sseEventData',
    consequence: 'Clients pass over it.',
    needs: ['event-arrives'],
    look: ({ event }) => {
      const isRight = event && eventData(event)?.type === 'refetchEvaluation';
      return isRight ? passed() : broken('{"type":"refetchEvaluation",…}', show(event?.data));
    },
  }),
  flipCheck({
    id: 'event-fields',
    title: 'gives etag as text, and lastModified in seconds or as an ISO 8601 date',
    level: 'must',
    source: 'OFREP 0.3.0, sseEventData',
    consequence: 'What clients hand back says nothing to the server, or lies in the far future.',
    needs: ['event-data'],
    look: judgeFields,
  }),
  flipCheck({
    id: 'event-id',
    title: 'gives it an id',
    level: 'should',
    source: 'OFREP 0.3.0, sseEvent.id',
    consequence: 'Who reconnects cannot say what was missed.',
    needs: ['event-arrives'],
    look: ({ event }) => (event?.id ? passed() : broken('id: …', 'none')),
  }),
  flipCheck({
    id: 'event-lines',
    title: 'writes it as id, event, retry and one line of data',
    level: 'should',
    source: 'OFREP 0.3.0, sseEvent',
    consequence: 'Simple readers of streams, as in small SDKs, see a part of it.',
    needs: ['event-arrives'],
    look: ({ event }) => {
      const names = event?.lines.map((line) => line.split(':', 1)[0] ?? '') ?? [];
      const odd = names.find((name, index) => !isField(name) || names.indexOf(name) !== index);
      return odd === undefined ? passed() : broken('each of them once', names.join(', '));
    },
  }),
  flipCheck({
    id: 'refetch-fresh',
    title: 'answers what is new to who has received the event',
    level: 'must',
    source: 'ADR-0008: a server not yet updated is to see to it itself',
    consequence: 'The client has asked, got the old flags, and will not ask again.',
    needs: ['event-arrives'],
    look: ({ before, after, settled }) => {
      if (after !== undefined && !haveSameFlags(after, before)) return passed();
      if (haveSameFlags(settled, before)) return nothingChanged;
      return broken('the flags as changed', 'the flags of before');
    },
  }),
  flipCheck({
    id: 'etag-config',
    title: 'sends another ETag when a flag was changed',
    level: 'must',
    source: 'OFREP 0.3.0, ETag: the current state of all flags',
    consequence: 'A wrong 304: clients that poll keep the old flags.',
    needs: ['stream-content-type', 'etag-stable'],
    look: ({ before, after, settled }) => {
      const changed = [after, settled].find((each) => each && !haveSameFlags(each, before));
      if (changed === undefined) return nothingChanged;
      if (etagOf(changed) !== etagOf(before)) return passed();
      return broken('another ETag', 'other flags under the same ETag');
    },
  }),
  flipCheck({
    id: 'stream-replay',
    title: 'tells who reconnects with Last-Event-ID what was missed',
    level: 'should',
    source: 'ADR-0008; WHATWG HTML 9.2.4',
    consequence: 'A change that falls into a reconnect waits for the next poll.',
    needs: ['event-id'],
    look: ({ replayed }) => (replayed ? passed() : broken('the event that was missed', 'none')),
  }),
];

type FlipCheck = Omit<Check, 'run'> & { readonly look: (flip: Flip) => Outcome };

function flipCheck({ look, ...check }: FlipCheck): Check {
  const run = async (subject: Subject) => {
    const { flip } = subject.capabilities;
    if (flip === undefined) return skipped('nothing can be changed', '--flip <command>');
    return look(await flipOnce(subject, flip));
  };
  return { ...check, run };
}

const nothingChanged = skipped(
  'the command of --flip changes no answer for the context in time',
  '--context <json>',
);

const isField = (name: string) => ['id', 'event', 'retry', 'data'].includes(name);

/** Seconds of the year 5138; what is more are milliseconds. */
const mostSeconds = 1e11;

function judgeFields({ event }: Flip): Outcome {
  const { etag, lastModified } = (event && eventData(event)) ?? {};
  if (etag !== undefined && typeof etag !== 'string') return broken('etag as text', show(etag));
  const isTime =
    lastModified === undefined ||
    (typeof lastModified === 'string' && !Number.isNaN(Date.parse(lastModified))) ||
    (Number.isInteger(lastModified) && Number(lastModified) < mostSeconds);
  return isTime ? passed() : broken('lastModified in whole seconds', show(lastModified));
}

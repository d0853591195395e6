import { broken, type Check, type Outcome, passed, skipped } from '../check.ts';
import { currentAddress, openAt } from '../open-announced.ts';
import { countComments } from '../parse-events.ts';
import { hasFlags, isObject, show, tell } from '../read-answer.ts';
import { announcedStreams, parseAddress } from '../stream-address.ts';
import type { Subject } from '../subject.ts';
import { isAllowed } from './browsers.ts';

/** Enough to meet a server that forgets to let go. */
const streamsReopened = 12;

/** Announcing a stream, and connecting to it. Nothing has to change for these. */
export const streams: readonly Check[] = [
  {
    id: 'streams-shape',
    title: 'announces each stream by type, and by url or endpoint',
    level: 'must',
    source: 'OFREP 0.3.0, eventStream',
    consequence: 'Clients do not connect, and hear of changes only when they poll.',
    needs: ['bulk-answer'],
    run: isWellAnnounced,
  },
  {
    id: 'streams-inactivity',
    title: 'gives inactivityDelaySec, where it does, as whole seconds',
    level: 'must',
    source: 'OFREP 0.3.0, eventStream.inactivityDelaySec',
    consequence: 'Hidden pages hold their connection for ever, or drop it at once.',
    needs: ['streams-shape'],
    run: async ({ all }) => {
      for (const each of announcedIn(all)) {
        const delay = isObject(each) ? each.inactivityDelaySec : undefined;
        const isRight = delay === undefined || (Number.isInteger(delay) && Number(delay) >= 1);
        if (!isRight) return broken('an integer, 1 or more', show(delay));
      }
      return passed();
    },
  },
  {
    id: 'stream-connect',
    title: 'answers 200 to who connects with the address alone',
    level: 'must',
    source: 'ADR-0008; EventSource sends no header of ours',
    consequence: 'Browsers cannot connect; they retry with back-off, for ever.',
    needs: ['streams-shape'],
    run: async (subject) => {
      const { status } = await look(subject);
      return status === 200 ? passed() : broken('200', String(status));
    },
  },
  {
    id: 'stream-content-type',
    title: 'calls the stream text/event-stream',
    level: 'must',
    source: 'WHATWG HTML 9.2.3',
    consequence: 'EventSource fails for good, and does not try again.',
    needs: ['stream-connect'],
    run: async (subject) => {
      const type = (await look(subject)).headers.get('content-type') ?? 'none';
      return /^text\/event-stream\b/i.test(type) ? passed() : broken('text/event-stream', type);
    },
  },
  {
    id: 'stream-cors',
    title: 'lets a page read the stream',
    level: 'must',
    source: 'Fetch standard, CORS protocol',
    consequence: 'The browser withholds it: EventSource fails in every page.',
    needs: ['stream-connect', 'cors-answer'],
    run: async (subject) =>
      isAllowed(await look(subject), subject)
        ? passed()
        : broken('Access-Control-Allow-Origin', 'none in the answer'),
  },
  {
    id: 'stream-token-missing',
    title: 'refuses the address without its query',
    level: 'should',
    source: 'ADR-0008: the URL may include authentication tokens',
    consequence: 'Anybody hears when flags change.',
    needs: ['auth-missing', 'stream-connect'],
    run: (subject) => isRefused(subject, (address) => (address.search = '')),
  },
  {
    id: 'stream-token-altered',
    title: 'refuses the address with an altered query',
    level: 'should',
    source: 'ADR-0008: the URL may include authentication tokens',
    consequence: 'Anybody hears when flags change, who can make up an address.',
    needs: ['auth-missing', 'stream-connect'],
    run: (subject) =>
      isRefused(subject, ({ searchParams }) => {
        for (const [name, value] of [...searchParams]) searchParams.set(name, altered(value));
      }),
  },
  {
    id: 'stream-keepalive',
    title: 'sends comments while nothing happens',
    level: 'should',
    source: 'WHATWG HTML 9.2.7',
    consequence: 'Proxies cut the silent connection; clients go stale until they are back.',
    needs: ['stream-content-type'],
    run: staysAlive,
  },
];

/** After those that have it change something: they may leave a poor server without a connection. */
export const streamsInTheEnd: readonly Check[] = [
  {
    id: 'stream-token-expired',
    title: 'refuses an address whose time is over',
    level: 'should',
    source: 'ADR-0008: treat the URL as sensitive',
    consequence: 'An address that got into a log is good for ever.',
    needs: ['stream-connect'],
    run: async (subject) => {
      const { settings, capabilities } = subject;
      const seconds = settings.tokenLifetimeSeconds;
      if (seconds === undefined) {
        return skipped('it is not known how long an address is good', '--token-lifetime <seconds>');
      }
      const address = await currentAddress(subject);
      capabilities.progress(`waiting ${seconds} s for an address to expire …`);
      await capabilities.wait(seconds + 1);
      return refuses(subject, address);
    },
  },
  {
    id: 'stream-reopen',
    title: `lets go of who went away: ${streamsReopened} times opened and closed`,
    level: 'must',
    source: 'ADR-0008: clients close when inactive, and reconnect',
    consequence: 'Pages that come and go use it up, until nobody can connect.',
    needs: ['stream-connect'],
    run: async (subject) => {
      const address = await currentAddress(subject);
      for (let opened = 1; opened <= streamsReopened; opened++) {
        const status = await openAndClose(subject, address);
        if (status !== 200) return broken('200 each time', `${status} at the ${opened}th`);
      }
      const answer = await subject.askAll();
      return hasFlags(answer) ? passed() : broken('200 with {"flags":[…]}', tell(answer));
    },
  },
];

function announcedIn(all: Subject['all']): readonly unknown[] {
  const announced = announcedStreams(all);
  return Array.isArray(announced) ? announced : [];
}

async function isWellAnnounced({ all, settings }: Subject): Promise<Outcome> {
  const announced = announcedStreams(all);
  if (announced === undefined) return skipped('no eventStreams are announced');
  if (!Array.isArray(announced)) return broken('a list', typeof announced);
  const known = announced.filter((each) => isObject(each) && each.type === 'sse');
  const wrong = announced.find((each) => !isObject(each) || typeof each.type !== 'string');
  if (wrong !== undefined) return broken('a type in each, as text', 'none in one of them');
  // Which of its parts are there; what they say may be a secret.
  const broke = known.find((each) => parseAddress(each, settings.baseUrl) === undefined);
  if (broke !== undefined) {
    const expected = 'either an absolute url, or endpoint with a requestUri that begins with /';
    return broken(expected, `a stream with ${Object.keys(broke).join(', ')}`);
  }
  return known.length > 0 ? passed() : skipped('no stream of type sse is announced');
}

/** Connects once, for what the head of the answer says. */
function look(subject: Subject) {
  return subject.once('stream', async () => {
    const { status, headers, close } = await openAt(subject, await currentAddress(subject));
    close();
    return { status, headers };
  });
}

/** Some servers need a moment to see that somebody has gone. */
async function openAndClose(subject: Subject, address: URL): Promise<number> {
  for (let isLast = false; ; isLast = true) {
    const { status, close } = await openAt(subject, address);
    close();
    if (status === 200 || isLast) return status;
    await subject.capabilities.wait(2);
  }
}

async function isRefused(subject: Subject, alter: (address: URL) => void): Promise<Outcome> {
  const address = await currentAddress(subject);
  if (address.search === '') return skipped('the address has no query');
  alter(address);
  return refuses(subject, address);
}

async function refuses(subject: Subject, address: URL): Promise<Outcome> {
  const stream = await openAt(subject, address);
  stream.close();
  const isRefusal = stream.status >= 400 && stream.status < 500;
  return isRefusal ? passed(String(stream.status)) : broken('4xx', String(stream.status));
}

/** In its middle, as the end of a token may have bits that say nothing. */
function altered(value: string): string {
  const middle = Math.floor(value.length / 2);
  const letter = value[middle] === 'A' ? 'B' : 'A';
  return value.slice(0, middle) + letter + value.slice(middle + 1);
}

/** The first comment may be a greeting, so it takes two. */
async function staysAlive(subject: Subject): Promise<Outcome> {
  const seconds = subject.settings.keepAliveSeconds;
  if (seconds === undefined) return skipped('it is not waited for', '--keep-alive <seconds>');
  const stream = await openAt(subject, await currentAddress(subject));
  try {
    for (const count of [1, 2]) {
      subject.capabilities.progress(`listening to silence for up to ${seconds} s …`);
      const enough = (text: string) => (countComments(text) >= count ? true : undefined);
      const isAlive = await stream.waitFor(enough, seconds);
      if (!isAlive) return broken(`a comment every ${seconds} s`, 'silence');
    }
    return passed();
  } finally {
    stream.close();
  }
}

import { broken, type Check, passed, skipped } from '../check.ts';
import { type Answer, createHastyClient } from '../http-client.ts';
import { bulkPath, type Subject } from '../subject.ts';
import { isAllowed } from './browsers.ts';

/** At once; enough to outrun a limit, few enough for a small server. */
const requestsAtOnce = 20;

/** Last of all: afterwards the server may have had enough. */
export const limits: readonly Check[] = [
  {
    id: 'retry-after',
    title: 'says with 429 for how many seconds to wait',
    level: 'must',
    source: 'ofrep-core: parseInt(Retry-After) first',
    consequence:
      'An ISO date is read as its year: 2026 seconds of silence; 0 or none as no time at all.',
    run: async (subject) => {
      const answer = await provoke(subject);
      if (answer === undefined) return notProvoked(subject);
      const value = answer.headers.get('retry-after');
      // An HTTP date begins with the day of the week, which parseInt passes over.
      const isRight = /^(?:[1-9]\d*|[A-Z][a-z]{2}, .+ GMT)$/.test(value ?? '');
      return isRight ? passed(value ?? '') : broken('whole seconds, 1 or more', value ?? 'none');
    },
  },
  {
    id: 'cors-limited',
    title: 'lets a page see a 429',
    level: 'must',
    source: 'Fetch standard, CORS protocol',
    consequence: 'The browser reports a network error, and clients go on asking.',
    needs: ['cors-answer'],
    run: async (subject) => {
      const answer = await provoke(subject);
      if (answer === undefined) return notProvoked(subject);
      if (isAllowed(answer, subject)) return passed();
      return broken('Access-Control-Allow-Origin', 'none in the 429');
    },
  },
];

function notProvoked({ settings: { burst } }: Subject) {
  if (burst === undefined) return skipped('no rate limit is to be met', '--burst <requests>');
  return skipped(`${burst} requests were all served`, '--burst <more>');
}

function provoke(subject: Subject): Promise<Answer | undefined> {
  const { settings, capabilities, credential, once } = subject;
  const send = createHastyClient(settings, capabilities);
  const headers = { origin: settings.origin };
  const body = JSON.stringify({ context: settings.context });
  return once('burst', async () => {
    let left = settings.burst ?? 0;
    if (left > 0) capabilities.progress(`up to ${left} requests, to meet the rate limit …`);
    while (left > 0) {
      const sent = Array.from({ length: Math.min(left, requestsAtOnce) }, () =>
        send({ path: bulkPath, headers, credential, body }),
      );
      const refused = (await Promise.all(sent)).find(({ status }) => status === 429);
      if (refused !== undefined) return refused;
      left -= sent.length;
    }
    return undefined;
  });
}

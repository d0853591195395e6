import { broken, type Check, type Outcome, passed, skipped } from '../check.ts';
import type { Answer } from '../http-client.ts';
import { tell } from '../read-answer.ts';
import { bulkPath, pathOf, type Subject } from '../subject.ts';
import { etagOf } from './etag.ts';

const standard = 'Fetch standard, CORS protocol';

/** What a browser asks of a server on another origin. */
export const browsers: readonly Check[] = [
  {
    id: 'cors-preflight',
    title: 'answers a preflight, without a key, with 2xx and Access-Control-Allow-Origin',
    level: 'must',
    source: standard,
    consequence: 'The browser never sends the request: a page has no flag at all.',
    run: async (subject) => {
      const answer = await askPreflight(subject);
      const isOk = answer.status >= 200 && answer.status < 300;
      if (!isOk) return broken(`2xx to OPTIONS ${bulkPath}`, tell(answer));
      return allows(answer, subject);
    },
  },
  {
    id: 'cors-headers',
    title: 'allows the headers that clients send',
    level: 'must',
    source: standard,
    consequence: 'The browser never sends the request: a page has no flag at all.',
    needs: ['cors-preflight'],
    run: async (subject) => {
      const allowed = listIn(await askPreflight(subject), 'access-control-allow-headers');
      const lost = wantedHeaders(subject).filter(
        (name) => !allowed.includes(name) && (name === 'authorization' || !allowed.includes('*')),
      );
      return lost.length === 0 ? passed() : broken(lost.join(', '), allowed.join(', ') || 'none');
    },
  },
  {
    id: 'cors-max-age',
    title: 'lets a preflight be remembered for ten minutes or more',
    level: 'should',
    source: `${standard}: five seconds when it is not said`,
    consequence: 'Nearly every request of a page takes two round trips.',
    needs: ['cors-preflight'],
    run: async (subject) => {
      const age = (await askPreflight(subject)).headers.get('access-control-max-age');
      return Number(age) >= 600 ? passed(`${age} s`) : broken('600 or more', age ?? 'none');
    },
  },
  {
    id: 'cors-answer',
    title: 'lets a page read the answer with all flags',
    level: 'must',
    source: standard,
    consequence:
      'The browser withholds the answer: a page has no flag at all. A key of servers needs none: --skip cors',
    needs: ['bulk-answer', 'cors-preflight'],
    run: async (subject) => allows(await askFromPage(subject), subject),
  },
  {
    id: 'cors-expose-etag',
    title: 'lets a page read ETag',
    level: 'must',
    source: standard,
    consequence: 'headers.get("etag") is null in a page, so 304 never happens.',
    needs: ['cors-answer', 'etag-present'],
    run: (subject) => exposes(subject, 'etag'),
  },
  {
    id: 'cors-expose-retry-after',
    title: 'lets a page read Retry-After',
    level: 'should',
    source: standard,
    consequence: 'A page that asks too fast does not know how long to wait.',
    needs: ['cors-answer'],
    run: (subject) => exposes(subject, 'retry-after'),
  },
  {
    id: 'cors-not-modified',
    title: 'lets a page see a 304',
    level: 'must',
    source: standard,
    consequence: 'The browser reports a network error instead: clients go stale.',
    needs: ['cors-answer', 'not-modified'],
    run: async (subject) => {
      const headers = { origin: subject.settings.origin, 'if-none-match': etagOf(subject.all) };
      return allows(await subject.askAll({ headers }), subject);
    },
  },
  {
    id: 'cors-errors',
    title: 'lets a page read what is wrong: 400, 401 and 404',
    level: 'must',
    source: standard,
    consequence: 'The browser reports a network error instead: a wrong key is tried for ever.',
    needs: ['cors-answer'],
    run: allowsErrors,
  },
];

function askPreflight({ send, settings, once, ...subject }: Subject): Promise<Answer> {
  const headers = {
    origin: settings.origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': wantedHeaders({ settings, ...subject }).join(','),
  };
  return once('preflight', () => send({ method: 'OPTIONS', path: bulkPath, headers }));
}

function wantedHeaders({ schemes, settings }: Pick<Subject, 'schemes' | 'settings'>) {
  const own = Object.keys(settings.headers).map((name) => name.toLowerCase());
  const credentials = { bearer: 'authorization', 'api-key': 'x-api-key' } as const;
  const names = [...schemes.map((scheme) => credentials[scheme]), 'content-type', 'if-none-match'];
  return [...new Set([...names, ...own])].sort();
}

function askFromPage({ askAll, settings, once }: Subject): Promise<Answer> {
  return once('from a page', () => askAll({ headers: { origin: settings.origin } }));
}

export function isAllowed({ headers }: Pick<Answer, 'headers'>, { settings }: Subject): boolean {
  const allowed = headers.get('access-control-allow-origin');
  return allowed === '*' || allowed === settings.origin;
}

function allows(answer: Answer, subject: Subject): Outcome {
  if (isAllowed(answer, subject)) return passed();
  const came = answer.headers.get('access-control-allow-origin');
  const expected = `Access-Control-Allow-Origin: ${subject.settings.origin}, or *`;
  return broken(expected, came ?? `none in the ${answer.status}`);
}

async function exposes(subject: Subject, name: string): Promise<Outcome> {
  const exposed = listIn(await askFromPage(subject), 'access-control-expose-headers');
  if (exposed.includes(name) || exposed.includes('*')) return passed();
  return broken(name, exposed.join(', ') || 'no Access-Control-Expose-Headers');
}

function listIn({ headers }: Answer, name: string): readonly string[] {
  const list = headers.get(name)?.toLowerCase().split(',') ?? [];
  return list.map((each) => each.trim()).filter((each) => each !== '');
}

async function allowsErrors(subject: Subject): Promise<Outcome> {
  const { send, credential, settings, flags } = subject;
  const headers = { origin: settings.origin };
  const body = JSON.stringify({ context: settings.context });
  const missing = pathOf(flags.missing ?? 'ofrep-check-no-such-flag');
  const answers = await Promise.all([
    send({ path: bulkPath, headers, credential, body: '{"context": {' }),
    send({ path: missing, headers, credential, body }),
    ...(credential === undefined ? [] : [send({ path: bulkPath, headers, body })]),
  ]);
  const errors = answers.filter(({ status }) => status >= 400);
  if (errors.length === 0) return skipped('no request was refused');
  const withheld = errors.filter((answer) => !isAllowed(answer, subject));
  const statuses = (all: readonly Answer[]) => all.map(({ status }) => status).join(', ');
  if (withheld.length === 0) return passed(statuses(errors));
  return broken('Access-Control-Allow-Origin', `none with ${statuses(withheld)}`);
}

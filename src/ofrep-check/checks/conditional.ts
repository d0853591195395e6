import { broken, type Check, type Outcome, passed, skipped } from '../check.ts';
import { readRawBody } from '../raw-exchange.ts';
import { hasFlags, isObject, show, tell } from '../read-answer.ts';
import { bulkPath, type Subject } from '../subject.ts';
import { etagOf } from './etag.ts';

/** When 304 is the answer, and when it must not be. */
export const conditional: readonly Check[] = [
  {
    id: 'not-modified',
    title: 'answers 304 to the ETag it has sent',
    level: 'must',
    source: 'OFREP 0.3.0, evaluateFlagsBulk 304',
    consequence: 'Every poll carries every flag, changed or not.',
    needs: ['etag-stable'],
    run: (subject) => answersNotModified(subject, etagOf(subject.all)),
  },
  {
    id: 'not-modified-empty',
    title: 'sends no byte behind the head of a 304',
    level: 'must',
    source: 'OFREP 0.3.0, evaluateFlagsBulk 304; RFC 9110 15.4.5',
    consequence: 'The bytes are read as the start of the next answer, and the connection breaks.',
    needs: ['not-modified'],
    run: async ({ settings, credential, all }) => {
      const body = JSON.stringify({ context: settings.context });
      const headers = { 'if-none-match': etagOf(all) };
      const came = await readRawBody({ path: bulkPath, headers, credential, body }, settings);
      return came === '' ? passed() : broken('nothing', `${came.length} bytes: ${show(came)}`);
    },
  },
  {
    id: 'changed-tag',
    title: 'answers in full to an ETag it has not sent',
    level: 'must',
    source: 'OFREP 0.3.0, If-None-Match',
    consequence: 'Clients keep what they have for ever: no change reaches them.',
    needs: ['not-modified'],
    run: (subject) => answersInFull(subject, { 'if-none-match': '"ofrep-check-another"' }),
  },
  {
    id: 'unconditional',
    title: 'answers in full without If-None-Match, also after a 304',
    level: 'must',
    source: 'ADR-0008: full re-fetch after inactivity',
    consequence: 'A page that wakes up has no flags, or those of hours ago.',
    needs: ['not-modified'],
    run: async (subject) => {
      await subject.askAll({ headers: { 'if-none-match': etagOf(subject.all) } });
      return answersInFull(subject, {});
    },
  },
  {
    id: 'if-none-match-any',
    title: 'answers 304 to If-None-Match: *',
    level: 'should',
    source: 'RFC 9110 13.1.2',
    consequence: 'Generic HTTP clients carry every flag though they need not.',
    needs: ['not-modified'],
    run: (subject) => answersNotModified(subject, '*'),
  },
  {
    id: 'if-none-match-weak',
    title: 'answers 304 to its ETag when a proxy has made it weak',
    level: 'should',
    source: 'RFC 9110 13.1.2: weak comparison',
    consequence: 'Behind a CDN that compresses, 304 is lost.',
    needs: ['not-modified'],
    run: (subject) => answersNotModified(subject, `W/${strongTagOf(subject)}`),
  },
  {
    id: 'if-none-match-list',
    title: 'answers 304 to a list with its ETag',
    level: 'should',
    source: 'RFC 9110 13.1.2',
    consequence: 'Caches that hold several answers carry every flag though they need not.',
    needs: ['not-modified'],
    run: (subject) => answersNotModified(subject, `"ofrep-check", ${strongTagOf(subject)}`),
  },
  {
    id: 'config-etag',
    title:
      'answers in full when flagConfigEtag is not the current one, whatever If-None-Match says',
    level: 'must',
    source: 'ADR-0008, caching rule (open-feature/protocol #84)',
    consequence: 'The change that an event tells of is answered with 304, and is never seen.',
    needs: ['not-modified'],
    run: async (subject) => {
      const { json } = subject.all;
      if (!isObject(json) || json.eventStreams === undefined) {
        return skipped('no eventStreams are announced, so no client sends it');
      }
      const headers = { 'if-none-match': etagOf(subject.all) };
      return answersInFull(subject, headers, '?flagConfigEtag=ofrep-check-another');
    },
  },
  {
    id: 'cache-control',
    title: 'keeps shared caches from storing the answer: private or no-store',
    level: 'should',
    source: 'RFC 9111 5.2.2',
    consequence: 'A proxy may hand the flags of one person to another.',
    needs: ['bulk-answer'],
    run: async ({ all }) => {
      const value = all.headers.get('cache-control');
      const isPrivate = /\b(?:private|no-store)\b/i.test(value ?? '');
      return isPrivate ? passed(value ?? '') : broken('private or no-store', value ?? 'none');
    },
  },
];

function strongTagOf({ all }: Subject): string {
  return etagOf(all).replace(/^W\//, '');
}

async function answersNotModified({ askAll }: Subject, tags: string): Promise<Outcome> {
  const answer = await askAll({ headers: { 'if-none-match': tags } });
  return answer.status === 304 ? passed() : broken(`304 to ${tags}`, tell(answer));
}

async function answersInFull(
  { askAll }: Subject,
  headers: Readonly<Record<string, string>>,
  query = '',
): Promise<Outcome> {
  const answer = await askAll({ headers, query });
  return hasFlags(answer) ? passed() : broken('200 with {"flags":[…]}', tell(answer));
}

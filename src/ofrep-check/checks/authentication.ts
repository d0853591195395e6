import { broken, type Check, type Outcome, passed, skipped } from '../check.ts';
import type { Credential } from '../http-client.ts';
import { tell } from '../read-answer.ts';
import { bulkPath, pathOf, type Subject } from '../subject.ts';

const isOpen = 'asked without a key, so it may be open to everybody';

export const authentication: readonly Check[] = [
  {
    id: 'auth-missing',
    title: 'refuses who sends no key with 401 or 403',
    level: 'must',
    source: 'OFREP 0.3.0, responses 401 and 403',
    consequence: 'Anybody reads the flags, and a client whose key got lost is never told.',
    run: (subject) => isRefused(subject, undefined),
  },
  {
    id: 'auth-wrong',
    title: 'refuses a wrong key with 401 or 403',
    level: 'must',
    source: 'OFREP 0.3.0, responses 401 and 403',
    consequence: 'Clients take 401 and 403 as final; anything else is tried again for ever.',
    run: (subject) => {
      const scheme = subject.credential?.scheme ?? 'bearer';
      return isRefused(subject, { scheme, key: 'ofrep-check-no-such-key' });
    },
  },
  {
    id: 'auth-schemes',
    title: 'takes the key as Bearer and as X-API-Key',
    level: 'should',
    source: 'OFREP 0.3.0, securitySchemes',
    consequence: 'Clients that are configured with the other way are refused.',
    run: async ({ schemes, settings }) => {
      if (settings.key === undefined) return skipped(isOpen, '--key <key>');
      if (schemes.length === 2) return passed();
      return broken('both', schemes[0] === 'bearer' ? 'only Bearer' : 'only X-API-Key');
    },
  },
];

async function isRefused(subject: Subject, credential: Credential | undefined): Promise<Outcome> {
  const { settings, flags, send } = subject;
  if (settings.key === undefined) return skipped(isOpen, '--key <key>');
  const body = JSON.stringify({ context: settings.context });
  for (const path of [bulkPath, pathOf(flags.boolean ?? 'ofrep-check')]) {
    const answer = await send({ path, body, credential });
    if (answer.status !== 401 && answer.status !== 403) {
      return broken(`401 or 403 to POST ${path}`, tell(answer));
    }
  }
  return passed();
}

import { broken, type Check, type Outcome, passed, skipped } from '../check.ts';
import { hasFlags, haveSameFlags, show, tell } from '../read-answer.ts';
import type { Attribute, Context } from '../settings.ts';
import type { Subject } from '../subject.ts';
import { withAttribute } from '../with-attribute.ts';

/** What an ETag has to stand for. */
export const etag: readonly Check[] = [
  {
    id: 'etag-present',
    title: 'sends an ETag with all flags',
    level: 'must',
    source: 'OFREP 0.3.0, evaluateFlagsBulk 200',
    consequence: 'Every poll carries every flag, changed or not.',
    needs: ['bulk-answer'],
    run: async ({ all }) =>
      all.headers.get('etag') ? passed() : broken('an ETag', 'none in the answer'),
  },
  {
    id: 'etag-strong',
    title: 'sends it strong and in quotes',
    level: 'should',
    source: 'RFC 9110 8.8.3 (the example in OFREP itself lacks the quotes)',
    consequence: 'Proxies and caches may drop or change it, and 304 is lost.',
    needs: ['etag-present'],
    run: async ({ all }) => {
      const tag = etagOf(all);
      return /^"[^"]*"$/.test(tag) ? passed() : broken('"…"', tag);
    },
  },
  {
    id: 'etag-stable',
    title: 'sends the same one while nothing changes',
    level: 'must',
    source: 'OFREP 0.3.0, ETag: the current state of all flags',
    consequence: '304 never happens: every poll carries every flag.',
    needs: ['etag-present'],
    run: async (subject) => {
      const again = await subject.askAll();
      if (etagOf(again) === etagOf(subject.all)) return passed();
      return broken(etagOf(subject.all), `${etagOf(again)} a moment later`);
    },
  },
  {
    id: 'etag-order',
    title: 'sends the same one for the same attributes in another order',
    level: 'should',
    source: 'OFREP 0.3.0, ETag: the current state of all flags',
    consequence: 'Clients that build their context anew get no 304.',
    needs: ['etag-stable'],
    run: ignoresOrder,
  },
  followsCheck('targeting-key', 'the targetingKey', {
    attribute: { path: 'targetingKey', value: 'ofrep-check-somebody-else' },
    isMeant: ({ path }) => path === 'targetingKey',
    example: 'targetingKey=<user>',
  }),
  followsCheck('attribute', 'an attribute', {
    attribute: { path: 'plan', value: 'ofrep-check-other' },
    isMeant: ({ path }) => path !== 'targetingKey' && !path.includes('.'),
    example: 'plan=pro',
  }),
  followsCheck('nested', 'a nested attribute', {
    attribute: { path: 'company.region', value: 'ofrep-check-other' },
    isMeant: ({ path }) => path.includes('.'),
    example: 'company.region=north',
  }),
];

export function etagOf({ headers }: Subject['all']): string {
  return headers.get('etag') ?? '';
}

async function ignoresOrder({ settings, askAll }: Subject): Promise<Outcome> {
  const flat = { ...settings.context, country: 'SE', plan: 'free' };
  const nested = { ...flat, company: { region: 'south', seats: 5 } };
  let compared = 0;
  for (const context of [flat, nested]) {
    const one = await askAll({ context });
    const other = await askAll({ context: reversed(context) });
    if (!hasFlags(one) || !hasFlags(other)) continue;
    if (etagOf(one) !== etagOf(other)) return broken(etagOf(one), etagOf(other));
    compared++;
  }
  return compared > 0 ? passed() : skipped('more attributes are refused', '--context <json>');
}

function reversed(context: Context): Context {
  return Object.fromEntries(
    Object.entries(context)
      .reverse()
      .map(([name, value]) => [
        name,
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? reversed(value as Context)
          : value,
      ]),
  );
}

interface Followed {
  /** What is tried where none was named. */
  readonly attribute: Attribute;
  readonly isMeant: (attribute: Attribute) => boolean;
  readonly example: string;
}

/** One that hashes the answer may keep the tag where no answer changes. */
function followsCheck(id: string, what: string, { attribute, isMeant, example }: Followed): Check {
  return {
    id: `etag-${id}`,
    title: `sends another one when ${what} changes an answer`,
    level: 'must',
    source: 'ofrep-web: the old ETag is sent with the new context; flagd #2012',
    consequence: 'A wrong 304: who logs in, upgrades or moves keeps the flags of before.',
    needs: ['etag-stable'],
    run: async ({ settings, all, askAll }) => {
      const option = `--varies-by ${example}`;
      const varied = settings.variesBy.find(isMeant) ?? attribute;
      const other = await askAll({ context: withAttribute(settings.context, varied) });
      const { path, value } = varied;
      if (!hasFlags(other)) return skipped(`${tell(other)} to a context with ${path}`, option);
      if (etagOf(other) !== etagOf(all)) return passed(path);
      if (haveSameFlags(other, all)) {
        return skipped(`no answer changes with ${path}=${value}`, option);
      }
      return broken(`another ETag for ${path}=${show(value)}`, 'other flags under the same ETag');
    },
  };
}

import { broken, type Check, type Outcome, passed, skipped } from '../check.ts';
import { type Item, isObject, itemsOf, show } from '../read-answer.ts';
import type { Subject } from '../subject.ts';

/** OpenFeature's own (specification/types.md); OFREP's schema lacks DEFAULT, its examples do not. */
const knownReasons = [
  'STATIC',
  'DEFAULT',
  'TARGETING_MATCH',
  'SPLIT',
  'CACHED',
  'DISABLED',
  'UNKNOWN',
  'STALE',
  'ERROR',
];

/** What holds wherever a flag is answered, alone or among all. */
export const items: readonly Check[] = [
  {
    id: 'null-value',
    title: 'never sends null: what has no value lacks the property',
    level: 'must',
    source: 'ADR-0006, codeDefaultFlag',
    consequence: 'null is a value of its own to clients: the code gets null, or TYPE_MISMATCH.',
    run: (subject) => eachItem(subject, ({ value }) => (value === null ? 'null' : undefined)),
  },
  {
    id: 'variant-text',
    title: 'sends a variant, where there is one, as text',
    level: 'must',
    source: 'OFREP 0.3.0, evaluationSuccess.variant',
    consequence: 'Typed clients (Go, Java, .NET) fail to read the answer.',
    run: (subject) =>
      eachItem(subject, ({ variant }) =>
        variant === undefined || typeof variant === 'string' ? undefined : show(variant),
      ),
  },
  {
    id: 'reason-known',
    title: 'gives a reason that OpenFeature knows',
    level: 'should',
    source: 'OpenFeature specification, types.md, resolution reason',
    consequence: 'Dashboards and metrics by reason count it as something unheard of.',
    run: (subject) =>
      eachItem(subject, ({ reason }) =>
        typeof reason !== 'string' || knownReasons.includes(reason) ? undefined : show(reason),
      ),
  },
  {
    id: 'metadata-scalars',
    title: 'keeps metadata to booleans, strings and numbers',
    level: 'must',
    source: 'OFREP 0.3.0, metadata',
    consequence: 'The JavaScript client drops what is nested; typed clients fail.',
    run: async (subject) => {
      const all = isObject(subject.all.json) ? [{ key: 'all flags', ...subject.all.json }] : [];
      const withMetadata = [...all, ...(await seenItems(subject))].filter(hasMetadata);
      if (withMetadata.length === 0) return skipped('no answer has metadata');
      return judgeItems(withMetadata, ({ metadata }) => nestedIn(metadata));
    },
  },
];

/** The answers about every known flag, one by one and all at once. */
async function seenItems({ flags, askOne, all }: Subject): Promise<readonly Item[]> {
  const keys = [...new Set(Object.values(flags))];
  const answers = await Promise.all(keys.map(askOne));
  const single = answers.map(({ json }) => json).filter(isObject);
  return [...single, ...itemsOf(all)];
}

async function eachItem(subject: Subject, look: (item: Item) => string | undefined) {
  const seen = await seenItems(subject);
  if (seen.length === 0) return skipped('no flag is known', '--boolean-flag <key>');
  return judgeItems(seen, look);
}

function judgeItems(seen: readonly Item[], look: (item: Item) => string | undefined): Outcome {
  for (const item of seen) {
    const came = look(item);
    if (came !== undefined) return broken(`it in the answer about ${item.key}`, came);
  }
  return passed(`${seen.length} answers`);
}

const hasMetadata = ({ metadata }: Item) => metadata !== undefined;

function nestedIn(metadata: unknown): string | undefined {
  if (!isObject(metadata)) return show(metadata);
  const nested = Object.entries(metadata).find(
    ([, value]) => !['boolean', 'string', 'number'].includes(typeof value),
  );
  return nested && `${nested[0]}: ${show(nested[1])}`;
}

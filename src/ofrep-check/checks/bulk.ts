import { broken, type Check, type Outcome, passed, skipped } from '../check.ts';
import {
  canonical,
  hasFlags,
  type Item,
  isJson,
  isObject,
  itemsOf,
  show,
  tell,
  valueTypeOf,
} from '../read-answer.ts';
import type { FlagRole } from '../settings.ts';
import { bulkPath, type Subject } from '../subject.ts';
import { fits } from './values.ts';

const valueRoles = ['boolean', 'string', 'integer', 'float', 'object'] as const;

/** All flags at once. */
export const bulk: readonly Check[] = [
  {
    id: 'bulk-answer',
    title: 'answers 200 with the list "flags"',
    level: 'must',
    source: 'OFREP 0.3.0, bulkEvaluationSuccess',
    consequence: 'Browser and mobile clients have no flag at all: initialize() fails.',
    run: async (subject) => {
      if (hasFlags(subject.all)) return passed(`${itemsOf(subject.all).length} flags`);
      if (subject.all.status !== 200 && (await failsAlone(subject)))
        return skipped('a broken flag fails it: see bulk-broken');
      return broken('200 with {"flags":[…]}', tell(subject.all));
    },
  },
  {
    id: 'bulk-broken',
    title: 'answers all other flags when one is broken',
    level: 'must',
    source: 'OFREP 0.3.0, bulkEvaluationSuccess: partial success',
    consequence: 'One mistake in one flag takes every flag from every browser.',
    run: isolatesBrokenFlag,
  },
  {
    id: 'bulk-content-type',
    title: 'calls the answer application/json',
    level: 'must',
    source: 'OFREP 0.3.0, evaluateFlagsBulk 200; ofrep-core',
    consequence: 'The JavaScript client throws, and initialize() fails.',
    needs: ['bulk-answer'],
    run: async ({ all }) => {
      const type = all.headers.get('content-type');
      return isJson(all) ? passed() : broken('application/json', type ?? 'no Content-Type');
    },
  },
  {
    id: 'bulk-items',
    title: 'lists flags by key, each with a reason or an errorCode',
    level: 'must',
    source: 'OFREP 0.3.0, evaluationSuccess, evaluationFailure',
    consequence: 'The JavaScript client takes such an item neither as a value nor as an error.',
    needs: ['bulk-answer'],
    run: async ({ all }) => {
      const wrong = listOf(all).find((item) => !isItem(item));
      return wrong === undefined ? passed() : broken('key, and reason or errorCode', show(wrong));
    },
  },
  {
    id: 'bulk-complete',
    title: 'lists every flag that was named, once',
    level: 'must',
    source: 'OFREP 0.3.0, evaluateFlagsBulk: all feature flags',
    consequence: 'FLAG_NOT_FOUND in browsers for a flag that servers see.',
    needs: ['bulk-items'],
    run: isComplete,
  },
  {
    id: 'bulk-values',
    title: 'answers the same value as when a flag is asked for alone',
    level: 'must',
    source: 'OFREP 0.3.0, serverEvaluationSuccess = evaluationSuccess',
    consequence: 'Browser and server of one application disagree about the same person.',
    needs: ['bulk-items'],
    run: agreesWithSingle,
  },
  {
    id: 'bulk-anonymous',
    title: 'evaluates an empty context too',
    level: 'should',
    source: 'js-sdk: a missing context arrives as {}; flagd',
    consequence: 'initialize() fails for visitors who are not logged in.',
    needs: ['bulk-answer'],
    run: async ({ askAll }) => {
      const answer = await askAll({ context: {} });
      return hasFlags(answer) ? passed() : broken('200 with {"flags":[…]}', tell(answer));
    },
  },
  {
    id: 'bulk-trailing-slash',
    title: 'takes the path with a slash at its end',
    level: 'should',
    source: 'flagd',
    consequence: 'Clients and proxies that add one get 404.',
    needs: ['bulk-answer'],
    run: async ({ send, credential, settings }) => {
      const body = JSON.stringify({ context: settings.context });
      const answer = await send({ path: `${bulkPath}/`, credential, body });
      return hasFlags(answer) ? passed() : broken('200 with {"flags":[…]}', tell(answer));
    },
  },
];

function listOf({ json }: Subject['all']): readonly unknown[] {
  return isObject(json) && Array.isArray(json.flags) ? json.flags : [];
}

function isItem(item: unknown): boolean {
  if (!isObject(item) || typeof item.key !== 'string') return false;
  return typeof item.reason === 'string' || typeof item.errorCode === 'string';
}

/** Whether a flag that the operator calls broken is answered with an error. */
async function failsAlone({ settings, askOne }: Subject): Promise<boolean> {
  const key = settings.flags.broken;
  if (key === undefined) return false;
  const { status, json } = await askOne(key);
  return status !== 200 || (isObject(json) && json.errorCode !== undefined);
}

async function isolatesBrokenFlag(subject: Subject): Promise<Outcome> {
  const { all, flags } = subject;
  const key = flags.broken;
  if (key === undefined) return skipped('no broken flag is known', '--broken-flag <key>');
  const items = itemsOf(all);
  const item = items.find((each) => each.key === key);
  if (item?.errorCode === undefined && !(await failsAlone(subject))) {
    return skipped(`${key} is evaluated without an error`, '--broken-flag <another key>');
  }
  if (all.status === 200 && !hasFlags(all)) return skipped('needs bulk-answer');
  if (!hasFlags(all)) return broken(`200 with an error for ${key} alone`, tell(all));
  if (item === undefined) return broken(`${key} with its errorCode`, 'no item for it');
  const others = items.filter((each) => each !== item);
  const isAlone = others.length === 0 || others.some(({ errorCode }) => errorCode === undefined);
  return isAlone ? passed(key) : broken(`an error for ${key} alone`, 'an error for every flag');
}

/** A disabled flag may be left out: flagd does. */
async function isComplete({ all, settings }: Subject): Promise<Outcome> {
  const keys = itemsOf(all).map(({ key }) => key);
  const roles = Object.keys(settings.flags) as readonly FlagRole[];
  const named = roles.flatMap((role) =>
    role === 'missing' || role === 'disabled' || role === 'broken' ? [] : [settings.flags[role]],
  );
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) return broken('each flag once', `${show(twice)} twice`);
  const lost = named.find((key) => !keys.includes(key));
  if (lost !== undefined) return broken(`${lost} among them`, `${keys.length} others`);
  if (named.length > 0) return passed(`${named.length} named`);
  return skipped('no flag was named that has to be among them', '--boolean-flag <key>');
}

async function agreesWithSingle({ all, flags, askOne }: Subject): Promise<Outcome> {
  const items = itemsOf(all);
  let compared = 0;
  for (const role of valueRoles) {
    const key = flags[role];
    const item = items.find((each) => each.key === key);
    if (key === undefined || item === undefined) continue;
    const { status, json } = await askOne(key);
    // What is wrong with the other answer is told where it is asked for.
    if (status !== 200 || !isObject(json) || !fits(json.value, role)) continue;
    if (!isSame(json, item)) return broken(`${show(json.value)} for ${key}`, show(item.value));
    compared++;
  }
  return compared > 0
    ? passed(`${compared} flags`)
    : skipped('no flag was answered in both ways', '--boolean-flag <key>');
}

function isSame(one: Item, other: Item): boolean {
  if (valueTypeOf(one.value) !== valueTypeOf(other.value)) return false;
  return canonical(one.value) === canonical(other.value);
}

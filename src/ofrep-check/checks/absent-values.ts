import { broken, type Check, passed, skipped } from '../check.ts';
import { isObject, show, tell } from '../read-answer.ts';
import { pathOf, type Subject } from '../subject.ts';

/** Flags without a value of their own, and flags that are none. */
export const absentValues: readonly Check[] = [
  {
    id: 'code-default',
    title: 'leaves out the value of a flag that defers to the code',
    level: 'must',
    source: 'ADR-0006, codeDefaultFlag',
    consequence: 'The default of the code is never used: the value that came is.',
    run: async ({ flags, askOne }) => {
      const key = flags['code-default'];
      if (key === undefined) {
        return skipped('no flag without a value is known', '--code-default-flag <key>');
      }
      const answer = await askOne(key);
      const value = isObject(answer.json) ? answer.json.value : undefined;
      // Whether null is a value is told by null-value.
      const isAbsent = answer.status === 200 && (value ?? undefined) === undefined;
      return isAbsent ? passed(key) : broken(`200 without a value for ${key}`, tell(answer));
    },
  },
  {
    id: 'disabled',
    title: 'answers 200 with the reason DISABLED for a flag that is switched off',
    level: 'must',
    source: 'OFREP 0.3.0, evaluationSuccess.reason; flagd, js-sdk',
    consequence: 'Clients raise an error for every evaluation of a flag that is merely off.',
    run: async ({ flags, askOne }) => {
      const key = flags.disabled;
      if (key === undefined) return skipped('no disabled flag is known', '--disabled-flag <key>');
      const answer = await askOne(key);
      const json = isObject(answer.json) ? answer.json : {};
      if (answer.status !== 200 || json.reason !== 'DISABLED') {
        return broken(`200 with the reason DISABLED for ${key}`, tell(answer));
      }
      return passed(json.value === undefined ? 'defers to the code' : `serves ${show(json.value)}`);
    },
  },
  {
    id: 'not-found-status',
    title: 'answers 404 for a flag that does not exist',
    level: 'must',
    source: 'OFREP 0.3.0, evaluateFlag 404',
    consequence: 'Code with a mistyped key is served something instead of its default.',
    run: async (subject) => {
      const answer = await askMissing(subject);
      return answer.status === 404 ? passed() : broken('404', tell(answer));
    },
  },
  {
    id: 'not-found-body',
    title: 'tells the key and FLAG_NOT_FOUND with it',
    level: 'must',
    source: 'OFREP 0.3.0, flagNotFound',
    consequence: 'Clients report a broken server (GENERAL) instead of FLAG_NOT_FOUND.',
    needs: ['not-found-status'],
    run: async (subject) => {
      const answer = await askMissing(subject);
      const key = missingKeyOf(subject);
      const isRight =
        isObject(answer.json) &&
        answer.json.key === key &&
        answer.json.errorCode === 'FLAG_NOT_FOUND';
      if (isRight) return passed();
      return broken(`{"key":"${key}","errorCode":"FLAG_NOT_FOUND"}`, tell(answer));
    },
  },
  keyCheck('slash', 'a slash', 'ofrep-check/no/such.flag'),
  keyCheck('space', 'a space', 'ofrep-check no such flag'),
  keyCheck('unicode', 'letters beyond ASCII', 'ofrep-check-Ünïcödé-旗'),
];

function missingKeyOf({ flags }: Subject): string {
  return flags.missing ?? 'ofrep-check-no-such-flag';
}

function askMissing(subject: Subject) {
  return subject.askOne(missingKeyOf(subject));
}

/** A flag that does not exist shows whether its key was understood as well as one that does. */
function keyCheck(id: string, what: string, key: string): Check {
  return {
    id: `key-${id}`,
    title: `understands a key with ${what}, percent-encoded`,
    level: 'must',
    source: 'ofrep-core: encodeURIComponent(key)',
    consequence: 'Flags with such keys cannot be asked for, or another flag is answered.',
    needs: ['not-found-body'],
    run: async ({ askOne }) => {
      const answer = await askOne(key);
      const isUnderstood =
        answer.status === 404 && isObject(answer.json) && answer.json.key === key;
      if (isUnderstood) return passed();
      return broken(`404 about the key "${key}" to POST ${pathOf(key)}`, tell(answer));
    },
  };
}

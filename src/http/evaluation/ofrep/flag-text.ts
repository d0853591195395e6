import type { ErrorCode, Evaluation } from '../../../engine/evaluation.ts';
import type { PreparedFlag } from '../../../engine/flag/prepared-flag.ts';
import type { PublishedKey } from '../../../snapshot/format.ts';

/** Who asks, which decides how much is said, and whether what is held is stale, which is said. */
export interface Manner {
  readonly kind: PublishedKey['kind'];
  readonly isStale: boolean;
}

/** By the answer, for each manner of saying it. */
const texts = {
  client: { fresh: new WeakMap<Evaluation, string>(), stale: new WeakMap<Evaluation, string>() },
  server: { fresh: new WeakMap<Evaluation, string>(), stale: new WeakMap<Evaluation, string>() },
};

/** Says in OFREP's words what a flag serves. Each text is made once; see `evaluatedText`. */
export function flagTexts(manner: Manner): (flag: PreparedFlag, evaluation: Evaluation) => string {
  const made = texts[manner.kind][manner.isStale ? 'stale' : 'fresh'];
  return (flag, evaluation) => {
    const known = made.get(evaluation);
    if (known !== undefined) return known;
    const text = JSON.stringify(describe(flag, evaluation, manner));
    made.set(evaluation, text);
    return text;
  };
}

/** What a client key is told holds nothing of how the flag is defined beside OpenFeature's own words. */
function describe(flag: PreparedFlag, evaluation: Evaluation, { kind, isStale }: Manner) {
  const { errorCode, ruleId, version } = evaluation;
  const metadata = kind === 'server' ? { metadata: { version, ...(ruleId && { ruleId }) } } : {};
  if (errorCode !== undefined) {
    const errorDetails = kind === 'server' ? explain(errorCode, flag.problem) : advise(errorCode);
    return { key: flag.key, errorCode, errorDetails, ...metadata };
  }
  const reason = isStale ? 'STALE' : evaluation.reason;
  return { key: flag.key, reason, ...served(evaluation), ...metadata };
}

/** Nothing for null, which OFREP cannot say: then the caller's default counts. */
const served = ({ value, variant }: Evaluation) => (value === null ? {} : { value, variant });

function explain(errorCode: ErrorCode, problem: string | undefined): string {
  if (errorCode === 'TARGETING_KEY_MISSING')
    return 'The flag is served to a part of all only: send targetingKey, or the attribute that it is divided by.';
  return `The definition of the flag is broken${problem === undefined ? '.' : `: ${problem}`}`;
}

/** What whoever asks can do about it, whatever the reason is. */
const advise = (errorCode: ErrorCode): string =>
  errorCode === 'TARGETING_KEY_MISSING'
    ? 'The context does not say enough of whom it is about: send targetingKey, and what else is known.'
    : 'The flag cannot be evaluated.';

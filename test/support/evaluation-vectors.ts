import type { Context } from '../../src/engine/context.ts';
import type { ErrorCode, Reason } from '../../src/engine/evaluation.ts';
import type { Json } from '../../src/engine/json.ts';
import type { Condition, Flag, Segment, Snapshot } from '../../src/engine/snapshot.ts';

declare global {
  /** Vite's, as far as it is used here. */
  interface ImportMeta {
    glob<Module>(pattern: string, options: object): Readonly<Record<string, Module>>;
  }
}

/** A snapshot and what its flags have to answer; docs/vectors.md describes the files. */
export interface VectorFile {
  readonly file: string;
  readonly concept: string;
  readonly snapshot: Snapshot;
  readonly cases: readonly VectorCase[];
}

export interface VectorCase {
  /** Unique within its file. */
  readonly name: string;
  readonly flag: string;
  readonly context: Context;
  /** Milliseconds since the epoch; without it, the answer is the same at any time. */
  readonly now?: number;
  readonly expect: Expectation;
}

export interface Expectation {
  readonly value: Json;
  readonly variant: string | null;
  readonly reason: Reason;
  readonly ruleId?: string;
  readonly errorCode?: ErrorCode;
  /** What is wrong with the flag's definition, and where; only beside `PARSE_ERROR`. */
  readonly problem?: string;
}

/** How a truth becomes visible: as the variant of a flag, which is off if its condition is invalid. */
const EXPECTATIONS: Readonly<Record<`${boolean}` | 'unknown' | 'invalid', Expectation>> = {
  true: { value: 'true', variant: 'true', reason: 'TARGETING_MATCH', ruleId: 'is-true' },
  false: { value: 'false', variant: 'false', reason: 'TARGETING_MATCH', ruleId: 'is-false' },
  unknown: { value: 'unknown', variant: 'unknown', reason: 'DEFAULT' },
  invalid: { value: 'invalid', variant: 'invalid', reason: 'ERROR', errorCode: 'PARSE_ERROR' },
};

/** Imported as text, since a JavaScript object literal would take `__proto__` for the prototype. */
const texts = import.meta.glob<string>('../vectors/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const documents = Object.entries(texts).map(([path, text]) => ({
  file: path.slice('../vectors/'.length),
  ...JSON.parse(text),
}));

export const vectorFiles: readonly VectorFile[] = documents.flatMap((document) => {
  if ('evaluations' in document) return [readEvaluations(document)];
  return 'conditions' in document ? [readConditions(document)] : [];
});

export interface ConditionCase {
  readonly when: Condition;
  readonly context: Context;
  readonly truth: boolean | 'unknown' | 'invalid';
}

/** Of the files that have conditions. */
export const conditionCases: readonly ConditionCase[] = documents.flatMap(
  ({ conditions = [] }: Partial<ConditionsDocument>) => conditions,
);

interface EvaluationsDocument {
  readonly file: string;
  readonly concept: string;
  readonly defaults: Partial<Flag>;
  readonly flags: readonly Partial<Flag>[];
  readonly segments?: readonly Segment[];
  readonly evaluations: readonly Omit<VectorCase, 'name'>[];
}

function readEvaluations(document: EvaluationsDocument): VectorFile {
  const { file, concept, defaults, flags, segments = [], evaluations } = document;
  const complete = flags.map((flag) => ({ name: flag.key, salt: flag.key, ...defaults, ...flag }));
  const cases = evaluations.map((each, index) => ({
    ...each,
    name: `${index + 1}: ${each.flag} for ${JSON.stringify(each.context)} at ${each.now ?? 'any time'}`,
  }));
  return { file, concept, snapshot: snapshotOf(complete as Flag[], segments), cases };
}

interface ConditionsDocument {
  readonly file: string;
  readonly concept: string;
  readonly conditions: readonly ConditionCase[];
}

function readConditions({ file, concept, conditions }: ConditionsDocument): VectorFile {
  const flags = conditions.map(({ when }, index) => truthFlag(`condition-${index + 1}`, when));
  const cases = conditions.map(({ when, context, truth }, index) => ({
    name: `${index + 1}: ${JSON.stringify(when)} for ${JSON.stringify(context)} is ${truth}`,
    flag: `condition-${index + 1}`,
    context,
    expect: EXPECTATIONS[`${truth}`],
  }));
  return { file, concept, snapshot: snapshotOf(flags, []), cases };
}

function truthFlag(key: string, when: Condition): Flag {
  const all = (variant: string) => ({
    millipercent: 100_000,
    split: [{ variant, weight: 100_000 }],
  });
  return {
    key,
    name: key,
    kind: 'string',
    clientVisible: true,
    variants: Object.keys(EXPECTATIONS).map((name) => ({ name, value: name })),
    offVariant: 'invalid',
    killed: false,
    on: true,
    salt: key,
    bucketBy: 'user_id',
    overrides: [],
    prerequisites: [],
    rules: [
      { id: 'is-true', when, rollout: all('true') },
      { id: 'is-false', when: { not: when }, rollout: all('false') },
    ],
    rollout: all('unknown'),
  };
}

function snapshotOf(flags: readonly Flag[], segments: readonly Segment[]): Snapshot {
  return { environment: 'vectors', version: 7, flags, segments };
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemText } from '../../src/contract/errors/problem.ts';
import { problemsOf } from '../../src/contract/errors/zod-problems.ts';
import { condition } from '../../src/contract/flags/condition.ts';
import type { Feature } from '../../src/contract/flags/feature.ts';
import type { ControlContext } from '../../src/control/context.ts';
import { getFlagState } from '../../src/control/flag-states/get-flag-state.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { putOverride } from '../../src/control/overrides/put-override.ts';
import { putSegment } from '../../src/control/segments/put-segment.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { explain } from '../../src/engine/explain.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { reachOf } from '../../src/engine/reach.ts';
import type { Flag, Segment, Snapshot } from '../../src/engine/snapshot.ts';
import { createEvaluationApp } from '../../src/http/evaluation/app.ts';
import { SnapshotLoader } from '../../src/snapshot/load.ts';
import { sampleFlag, sampleSnapshot } from '../engine/sample.ts';
import {
  authoredCondition,
  authoredFlag,
  authoredOverride,
  authoredState,
} from '../support/authored.ts';
import {
  copyControlPlane,
  startControlPlane,
  type TestControlPlane,
} from '../support/control-plane.ts';
import {
  type ConditionCase,
  conditionCases,
  type VectorCase,
  vectorFiles,
} from '../support/evaluation-vectors.ts';
import { nothingBehind } from '../support/nothing-behind.ts';

const TIMEOUT_MS = 240_000;
const environment = 'production';
let whole: TestControlPlane;
let plane: TestControlPlane;
let ctx: ControlContext;

beforeAll(async () => {
  whole = await startControlPlane();
});
afterAll(() => whole.dispose());

/** In 1970, as no override may have expired when it is made; published when all is written. */
const beginPlane = async () => {
  plane = await copyControlPlane(whole);
  ctx = { ...plane.ctx, now: () => new Date(0), publish: async () => [] };
};

const place = (flag: string) => ({ flag, environment, expectedRevision: '*' as const });

/** Writes what a flag does, and reads it back as it was written. */
async function writeState(flag: Flag): Promise<void> {
  const change = authoredState(flag);
  await updateFlagState({ ctx, input: { ...place(flag.key), change } });
  expect(await getFlagState({ ctx, input: place(flag.key) })).toMatchObject(change);
  for (const override of flag.overrides) {
    if ((override.expiresAt ?? Infinity) <= 0) continue;
    const { scope, subject } = override;
    const input = { ...place(flag.key), scope, subject, override: authoredOverride(override) };
    await putOverride({ ctx, input });
  }
}

const writeSegment = ({ key, when }: Segment) =>
  putSegment({
    ctx,
    input: { key, expectedRevision: undefined, segment: { when: authoredCondition(when) } },
  });

/** Asks the engine, the data plane and the explanation, of what was published. */
async function assertAnswers(cases: readonly VectorCase[]): Promise<void> {
  await plane.ctx.publish([environment]);
  const published = await plane.published(environment);
  const prepared = prepare(published);
  const ask = await startDataPlane();
  for (const each of cases) {
    const { flag, context, now = 0, expect: expected } = each;
    const { variant, ruleId, errorCode } = expected;
    const answer = { ...expected, variant: variant ?? undefined, ruleId, errorCode };
    expect(evaluate(prepared, flag, context, now), each.name).toMatchObject(answer);
    const last = explain(published, flag, context, now).findLast(({ depth }) => depth === 0);
    expect(last?.answer, each.name).toMatchObject(answer);
    expect(await ask(each), each.name).toMatchObject(
      errorCode === 'FLAG_NOT_FOUND'
        ? { error: { code: 'flag_not_found' } }
        : { value: expected.value, variant },
    );
  }
}

/** The data plane over what the verbs published. */
async function startDataPlane() {
  const { key } = await createKey({
    ctx: plane.ctx,
    input: { kind: 'server', name: 'x', environment },
  });
  let instant = 0;
  const now = () => instant;
  const logError = () => {};
  const { store } = plane;
  const snapshots = new SnapshotLoader({ ...nothingBehind, store, now, onFault: logError });
  const app = createEvaluationApp({ snapshots, now, codeVersion: 'test', logError });
  return async ({ flag, context, now: at = 0 }: VectorCase): Promise<Feature> => {
    instant = at;
    const encoded = Buffer.from(JSON.stringify(context)).toString('base64');
    const path = `/features/${encodeURIComponent(flag)}?context=${encodeURIComponent(encoded)}`;
    const headers = { Authorization: `Bearer ${key}` };
    const executionCtx = { waitUntil: () => {} } as never;
    const request = new Request(`http://burgee.test${path}`, { headers });
    const response = await app.fetch(request, executionCtx);
    return response.json();
  };
}

/** As many as a flag can hold twice, once as they are and once turned round. */
const CASES_A_FLAG = 50;
const all = (variant: string) => ({ millipercent: 100_000, split: [{ variant, weight: 100_000 }] });

describe('the conditions of the vectors', () => {
  beforeAll(beginPlane);
  afterAll(() => plane.dispose());

  const sound = conditionCases.filter(({ truth }) => truth !== 'invalid');
  /** Of the contract, or of the engine where the condition is wrapped as below. */
  const refusalOf = (each: ConditionCase): string | undefined => {
    const parsed = condition.safeParse(authoredCondition(each.when));
    if (!parsed.success) return problemsOf(parsed.error).map(problemText).join('; ');
    return prepare(sampleSnapshot([flagOf('x', [each])])).flags.get('x')?.problem;
  };

  it('are refused by the verbs for these reasons alone, where the engine would serve them', () => {
    const refused = sound.filter(refusalOf);
    expect(
      refused.map((each) => `${JSON.stringify(each.when)}: ${refusalOf(each)}`),
    ).toMatchInlineSnapshot(`
      [
        "{"attribute":"a","operator":"equals","value":"X","ignoreCase":null}: ignore_case: Invalid input: expected boolean, received null",
        "{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"all":[]}}}}}}}}}}}}}}}: rules[1].when.all[1].not.not.not.not.not.not.not.not.not.not.not.not.not.not.not: expected at most 16 nested conditions",
      ]
    `);
  });

  /** A rule of its own for each, which no other's context reaches. */
  const flagOf = (key: string, cases: readonly ConditionCase[]): Flag =>
    sampleFlag({
      key,
      salt: key,
      kind: 'string',
      variants: ['true', 'false', 'unknown'].map((name) => ({ name, value: name })),
      offVariant: 'unknown',
      rules: cases.flatMap(({ when }, index) => {
        const own = { attribute: 'case', operator: 'equals', value: index };
        return [
          { id: `true-${index}`, when: { all: [own, when] }, rollout: all('true') },
          { id: `false-${index}`, when: { all: [own, { not: when }] }, rollout: all('false') },
        ];
      }),
      rollout: all('unknown'),
    });

  it(
    'are refused where they are invalid',
    async () => {
      const flag = flagOf('invalid', []);
      await createFlag({ ctx, input: authoredFlag(flag) });
      const split = [{ variant: 'true', weight: 100_000 }];
      for (const { when, truth } of conditionCases) {
        if (truth !== 'invalid') continue;
        const change = { rules: [{ id: 'only', when: authoredCondition(when), split }] };
        const refusal = updateFlagState({ ctx, input: { ...place(flag.key), change } });
        await expect(refusal, JSON.stringify(when)).rejects.toMatchObject({
          code: 'invalid_input',
          problems: [{ path: expect.stringMatching(/^rules\[0]\.when/) }],
        });
      }
    },
    TIMEOUT_MS,
  );

  it(
    'are written, read back and evaluated as they say',
    async () => {
      const accepted = sound.filter((each) => refusalOf(each) === undefined);
      const asked: VectorCase[] = [];
      const flagCount = Math.ceil(accepted.length / CASES_A_FLAG);
      for (let number = 0; number < flagCount; number += 1) {
        // Patterns stand together in the vectors, and no flag may have many.
        const cases = accepted.filter((_, index) => index % flagCount === number);
        const flag = flagOf(`conditions-${number}`, cases);
        await createFlag({ ctx, input: authoredFlag(flag) });
        await writeState(flag);
        cases.forEach(({ when, context, truth }, index) => {
          const isKnown = truth !== 'unknown';
          asked.push({
            name: JSON.stringify(when),
            flag: flag.key,
            context: { ...context, case: index },
            expect: {
              value: `${truth}`,
              variant: `${truth}`,
              reason: isKnown ? 'TARGETING_MATCH' : 'DEFAULT',
              ...(isKnown ? { ruleId: `${truth}-${index}` } : {}),
            },
          });
        });
      }
      expect(asked.length).toBeGreaterThan(500);
      await assertAnswers(asked);
    },
    TIMEOUT_MS,
  );
});

/** Sound flags that the verbs refuse all the same. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  // An empty salt; and what needs a broken or a missing flag, which no verb writes or takes away.
  'rollouts.json': ['no-salt'],
  'prerequisites.json': ['wants-nothing', 'needs-broken', 'condition-on-broken'],
};

describe.each(
  vectorFiles.filter(
    ({ file, cases }) => file !== 'broken.json' && !cases[0]?.flag.startsWith('condition-'),
  ),
)('the flags of $file', ({ file, snapshot, cases }) => {
  beforeAll(beginPlane);
  afterAll(() => plane.dispose());

  it(
    'are written, read back and evaluated as they say',
    async () => {
      const refused = await writeSnapshot(snapshot);
      // No address names the flag whose key is empty.
      const isWritten = ({ flag, now = 0 }: VectorCase) => {
        const reach = reachOf(snapshot, flag);
        return (
          flag !== '' &&
          now >= 0 &&
          [...reach.flags, ...reach.segments].every((each) => !refused.has(each))
        );
      };
      const brokenKeys = cases.flatMap((each) =>
        each.expect.errorCode === 'PARSE_ERROR' ? each.flag : [],
      );
      const soundKeys = [...refused.keys()]
        .filter((each) => 'variants' in each)
        .map(({ key }) => key);
      expect(soundKeys.filter((key) => !brokenKeys.includes(key))).toEqual(REFUSED[file] ?? []);
      const asked = cases.filter(isWritten);
      await assertAnswers(asked);
    },
    TIMEOUT_MS,
  );
});

/** In as many rounds as it takes until whatever is referred to is there. Says what was refused. */
async function writeSnapshot({ flags, segments }: Snapshot): Promise<Map<Flag | Segment, string>> {
  const refused = new Map<Flag | Segment, string>();
  const attempt = async (definition: Flag | Segment, write: () => Promise<unknown>) => {
    try {
      await write();
      refused.delete(definition);
      return true;
    } catch (error) {
      refused.set(definition, (error as Error).message);
      return false;
    }
  };
  for (const flag of flags) {
    await attempt(flag, () => createFlag({ ctx, input: authoredFlag(flag) }));
  }
  let waiting: readonly (Flag | Segment)[] = [
    ...segments,
    ...flags.filter((flag) => !refused.has(flag)),
  ];
  for (let before = Infinity; waiting.length < before; ) {
    before = waiting.length;
    const still: (Flag | Segment)[] = [];
    for (const each of waiting) {
      const write = () => ('variants' in each ? writeState(each) : writeSegment(each));
      if (!(await attempt(each, write))) still.push(each);
    }
    waiting = still;
  }
  return refused;
}

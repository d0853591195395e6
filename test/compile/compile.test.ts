import { expect, it } from 'vitest';
import { prepare } from '../../src/engine/prepare.ts';
import { compile } from '../../src/snapshot/compile/compile.ts';
import type { EnvironmentRows } from '../../src/snapshot/compile/environment-rows.ts';

const at = new Date('2026-01-01T00:00:00Z');
type Source = EnvironmentRows['flags'][number];

/** The rows of a sound boolean flag, some of their columns changed. */
function rows(flag: Partial<Source['flag']>, state: Partial<Source['state']> = {}): Source {
  const key = flag.key ?? 'sample';
  return {
    flag: {
      key,
      name: 'Sample',
      description: 'never published',
      kind: 'boolean',
      variants: [
        { name: 'on', value: true },
        { name: 'off', value: false },
      ],
      offVariant: 'off',
      jsonSchema: null,
      tags: ['internal'],
      owner: 'somebody',
      critical: false,
      clientVisible: false,
      permanent: false,
      staleThresholds: null,
      status: 'active',
      revision: 1,
      createdAt: at,
      updatedAt: at,
      ...flag,
    },
    state: {
      flagKey: key,
      environmentKey: 'production',
      isEnabled: true,
      isKilled: false,
      rolloutPercentage: 12.345,
      split: [{ variant: 'on', weight: 100_000 }],
      rules: [],
      prerequisites: [],
      salt: key,
      bucketBy: 'user_id',
      revision: 1,
      createdAt: at,
      updatedAt: at,
      ...state,
    },
    overrides: [],
  };
}

const environment = {
  key: 'production',
  name: 'Production',
  version: 3,
  pinnedVersion: null,
  requiresSignedContext: false,
  revision: 1,
  createdAt: at,
  updatedAt: at,
};
const compileFlags = (...flags: Source[]) =>
  compile({ environment, flags, segments: [], keys: [], contextKeys: [] });

it('publishes what evaluation needs and nothing that only people need', () => {
  const { snapshot, problems } = compileFlags(rows({}));
  expect(problems).toEqual([]);
  expect(snapshot).toEqual({
    format: 1,
    environment: 'production',
    version: 3,
    segments: [],
    keys: [],
    flags: [
      {
        key: 'sample',
        name: 'Sample',
        kind: 'boolean',
        clientVisible: false,
        variants: rows({}).flag.variants,
        offVariant: 'off',
        killed: false,
        on: true,
        salt: 'sample',
        bucketBy: 'user_id',
        overrides: [],
        prerequisites: [],
        rules: [],
        rollout: { millipercent: 12_345, split: [{ variant: 'on', weight: 100_000 }] },
      },
    ],
  });
  expect(JSON.stringify(snapshot)).not.toMatch(/somebody|internal|never published/);
});

it('keeps percentages exact', () => {
  for (let millipercent = 0; millipercent <= 100_000; millipercent += 7) {
    const { snapshot } = compileFlags(rows({}, { rolloutPercentage: millipercent / 1000 }));
    expect(snapshot.flags[0]?.rollout.millipercent).toBe(millipercent);
  }
});

it.each<[string, Source, string]>([
  ['no variants', rows({ variants: null as never }), 'variants'],
  [
    'a value of another kind',
    rows({
      variants: [
        { name: 'on', value: 1 },
        { name: 'off', value: 0 },
      ],
    }),
    'variants[0].value',
  ],
  ['no off variant', rows({ offVariant: 'gone' }), 'off_variant'],
  ['a kind there is not', rows({ kind: 'colour' as never }), 'kind'],
  ['a split of nothing', rows({}, { split: [] }), 'split'],
  [
    'a share of nothing',
    rows({}, { split: [{ variant: 'x', weight: 100_000 }] }),
    'split[0].variant',
  ],
  ['nonsense for rules', rows({}, { rules: [{ id: 'x' }] as never }), 'rules[0].when'],
])('publishes a flag with %s as broken, and names the place', (_, source, path) => {
  const healthy = rows({ key: 'healthy' });
  const { snapshot, problems } = compileFlags(source, healthy);
  expect(problems[0]).toMatchObject({ subject: 'flag sample', path });
  expect(prepare(snapshot).flags.get('sample')?.problem).toBeTypeOf('string');
  expect(snapshot.flags[1]).toEqual(compileFlags(healthy).snapshot.flags[0]);
});

const override = {
  id: 'x',
  environmentKey: 'production',
  flagKey: 'sample',
  scope: 'user' as const,
  subject: 'ana',
  variant: 'on',
  reason: 'a secret reason',
  expiresAt: null,
  revision: 1,
  createdAt: at,
  updatedAt: at,
};

it('leaves out an override that names no variant, and publishes the flag whole', () => {
  const overrides = [override, { ...override, subject: 'bo', variant: 'gone' }];
  const { snapshot, problems } = compileFlags({ ...rows({}), overrides });
  expect(snapshot.flags[0]?.overrides).toEqual([{ scope: 'user', subject: 'ana', variant: 'on' }]);
  expect(snapshot.flags[0]?.problem).toBeUndefined();
  expect(problems).toMatchObject([{ path: 'overrides.user.bo' }]);
});

const everybody = {
  id: 'x',
  when: { all: [] },
  rollout_percentage: 100,
  split: [{ variant: 'on', weight: 100_000 }],
};

it('tells when an environment has more flags or rules than a request can evaluate', () => {
  const rule = {
    id: 'x',
    when: { all: [] },
    rollout_percentage: 100,
    split: [{ variant: 'on', weight: 100_000 }],
  };
  const rules = Array.from({ length: 21 }, (_, index) => ({ ...rule, id: `r${index}` }));
  const flags = Array.from({ length: 2_001 }, (_, index) =>
    rows({ key: `flag-${index}` }, { rules }),
  );
  const { problems } = compileFlags(...flags);
  expect(problems.map(({ subject, path }) => [subject, path])).toEqual([
    ['environment', ''],
    ['environment', 'rules'],
  ]);
  expect(compileFlags(...flags.slice(0, 1_900)).problems).toEqual([]);
});

it('tells when an environment has more different patterns than a request can match', () => {
  const matches = (value: string) => ({
    id: 'x',
    when: { not: { attribute: 'email', operator: 'matches', value } },
    rollout_percentage: 100,
    split: [{ variant: 'on', weight: 100_000 }],
  });
  const flagWith = (value: string, key: string) => rows({ key }, { rules: [matches(value)] });
  const different = Array.from({ length: 101 }, (_, index) => flagWith(`${index}`, `f${index}`));
  const equal = Array.from({ length: 101 }, (_, index) => flagWith('same', `f${index}`));
  expect(compileFlags(...different).problems).toMatchObject([
    { subject: 'environment', path: 'rules', message: expect.stringContaining('patterns') },
  ]);
  expect(compileFlags(...equal).problems).toEqual([]);
});

it('counts a pattern once for each attribute that it is matched with', () => {
  const flagOf = (index: number) => {
    const when = { attribute: `a${index}`, operator: 'matches', value: 'x' };
    return rows({ key: `f${index}` }, { rules: [{ ...everybody, when }] });
  };
  const flags = Array.from({ length: 101 }, (_, index) => flagOf(index));
  expect(compileFlags(...flags).problems).toMatchObject([{ path: 'rules', count: 101 }]);
  expect(compileFlags(...flags.slice(1)).problems).toEqual([]);
});

it('tells when all flags together ask more than a request can answer', () => {
  const test = { attribute: 'a', operator: 'exists' };
  const segments = [
    {
      key: 'large',
      name: 'Large',
      description: '',
      conditions: { any: Array.from({ length: 2 }, () => ({ any: Array(98).fill(test) })) },
      revision: 1,
      createdAt: at,
      updatedAt: at,
    },
  ];
  const rules = [{ ...everybody, when: { segment: 'large' } }];
  const flags = Array.from({ length: 1_000 }, (_, index) => rows({ key: `f${index}` }, { rules }));
  const compileSome = (count: number) =>
    compile({ environment, flags: flags.slice(0, count), segments, keys: [], contextKeys: [] })
      .problems;
  // Each asks 199 conditions and the segment, itself and its own; and has two shares.
  expect(compileSome(980)).toEqual([]);
  expect(compileSome(981)).toMatchObject([
    {
      subject: 'environment',
      path: 'rules',
      message: expect.stringMatching(/conditions and shares/),
      count: 981 * 204,
    },
  ]);
});

it('counts the shares of splits among what is asked', () => {
  const split = Array.from({ length: 100 }, () => ({ variant: 'on', weight: 1_000 }));
  const rules = Array.from({ length: 100 }, (_, index) => ({
    ...everybody,
    id: `r${index}`,
    split,
  }));
  const flags = Array.from({ length: 20 }, (_, index) => rows({ key: `f${index}` }, { rules }));
  expect(compileFlags(...flags).problems).toMatchObject([{ path: 'rules', count: 20 * 10_102 }]);
  expect(compileFlags(...flags.slice(1)).problems).toEqual([]);
});

it('tells when an environment has more overrides than an isolate can keep', () => {
  const overrides = Array.from({ length: 25_001 }, (_, index) => ({
    ...override,
    subject: `${index}`,
  }));
  const flags = ['a', 'b'].map((key) => ({ ...rows({ key }), overrides }));
  expect(compileFlags(...flags).problems).toMatchObject([{ path: 'overrides', count: 50_002 }]);
});

it('tells when a snapshot is larger than what is published', () => {
  const reasons = 'é'.repeat(60_000);
  const variants = ['on', 'off'].map((name) => ({ name, value: `${name}${reasons}` }));
  const flags = Array.from({ length: 51 }, (_, index) =>
    rows({ key: `f${index}`, kind: 'string', variants }),
  );
  expect(compileFlags(...flags.slice(1)).problems).toMatchObject([
    { subject: 'environment', path: '', message: expect.stringMatching(/12000000 bytes/) },
  ]);
  expect(compileFlags(...flags.slice(2)).problems).toEqual([]);
});

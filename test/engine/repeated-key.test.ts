import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { EVERYBODY, sampleFlag, sampleSnapshot } from './sample.ts';

const PROBLEM = 'key: expected one of its own';

describe('a key that two definitions have', () => {
  it('breaks both flags', () => {
    const { flags } = prepare(sampleSnapshot([sampleFlag(), sampleFlag({ on: false })]));
    expect(flags.get('sample')?.problem).toBe(PROBLEM);
  });

  it('breaks both segments, and the flags that refer to them', () => {
    const rules = [{ id: 'rule', when: { segment: 'beta' }, rollout: EVERYBODY }];
    const beta = { key: 'beta', when: { all: [] } };
    const flags = [sampleFlag({ rules })];
    const snapshot = prepare({ ...sampleSnapshot(flags), segments: [beta, beta] });
    expect(snapshot.segmentProblems.get('beta')).toBe(PROBLEM);
    expect(evaluate(snapshot, 'sample', {}, 0).errorCode).toBe('PARSE_ERROR');
  });

  it('is no other for a flag and a segment', () => {
    const segments = [{ key: 'sample', when: { all: [] } }];
    const snapshot = prepare({ ...sampleSnapshot([sampleFlag()]), segments });
    expect(snapshot.flags.get('sample')?.problem).toBeUndefined();
    expect(snapshot.segmentProblems.size).toBe(0);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bucketers } from '../../src/engine/bucketing/bucketers.ts';
import { operators } from '../../src/engine/operators/operators.ts';
import { vectorFiles } from '../support/evaluation-vectors.ts';

const documentation = readFileSync('docs/evaluation.md', 'utf8');
const vectors = vectorFiles.map((file) => JSON.stringify(file)).join();

describe('docs/evaluation.md', () => {
  it.each([...operators.keys(), ...bucketers.keys()])('describes %s', (name) => {
    expect(documentation).toContain(`\`${name}\``);
  });
});

describe('the vectors', () => {
  it.each([...operators.keys()])('use the operator %s', (name) => {
    expect(vectors).toContain(`"operator":"${name}"`);
  });
});

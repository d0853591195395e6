import { describe, expect, it } from 'vitest';
import { isRecord } from '../../src/engine/is-record.ts';
import { operators } from '../../src/engine/operators/operators.ts';
import type { AttributeTest, Condition } from '../../src/engine/snapshot.ts';
import { conditionCases } from '../support/evaluation-vectors.ts';

const TYPES = ['text', 'number', 'boolean', 'list', 'object', 'null', 'absent'];

/** Of a property: absent is not null. */
function typeOf(holder: object, name: string): string {
  if (!Object.hasOwn(holder, name)) return 'absent';
  const value: unknown = Reflect.get(holder, name);
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value;
}

/** A vector's condition may be anything. */
const isTestBy = (name: string, when: Condition): when is AttributeTest =>
  isRecord(when) && 'operator' in when && when.operator === name;

describe.each([...operators.keys()])('the vectors of %s', (name) => {
  const cases = conditionCases.flatMap(({ when, context, truth }) =>
    isTestBy(name, when) ? [{ test: when, context, truth }] : [],
  );
  const attributeOf = ({ test, context }: { test: AttributeTest; context: object }) =>
    typeOf(context, test.attribute);

  it.each(TYPES)('have an attribute that is %s', (type) => {
    const sound = cases.filter(({ truth }) => truth !== 'invalid');
    expect(sound.map(attributeOf)).toContain(type);
  });

  it.each(TYPES)('have an operand that is %s', (type) => {
    expect(cases.map(({ test }) => typeOf(test, 'value'))).toContain(type);
  });
});

import type { Truth } from './question.ts';

/** Compares what an attribute holds, or `undefined` where it is absent. Never throws. */
export type Test = (value: unknown) => Truth;

export interface Operator {
  /** In words, what the operand has to be. */
  readonly takes: string;
  /** Makes the test for an operand; `undefined` if the operator does not take it. */
  readonly prepare: (operand: unknown, ignoreCase: boolean) => Test | undefined;
}

export type Operators = Readonly<Record<string, Operator>>;

/** Reads a value of whatever type, or says `undefined` if it is none of those it reads. */
export type Read<Value> = (value: unknown, ignoreCase: boolean) => Value | undefined;

/** An operator that reads its operand once, and then tests what attributes hold against it. */
export function operator<Operand>(
  takes: string,
  read: Read<Operand>,
  prepare: (operand: Operand, ignoreCase: boolean) => Test,
): Operator {
  return {
    takes,
    prepare: (value, ignoreCase) => {
      const operand = read(value, ignoreCase);
      return operand === undefined ? undefined : prepare(operand, ignoreCase);
    },
  };
}

/** An operator that reads attribute and operand alike; what it cannot read has no answer. */
export function relation<Value>(
  takes: string,
  read: Read<Value>,
  holds: (value: Value, operand: Value) => boolean,
): Operator {
  return operator(takes, read, (operand, ignoreCase) => (value) => {
    const comparable = read(value, ignoreCase);
    return comparable === undefined ? undefined : holds(comparable, operand);
  });
}

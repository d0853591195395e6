import type { Predicate } from '../question.ts';

export interface Operator {
  /** In words, what the operand has to be. */
  readonly takes: string;
  /** Makes the predicate of a test; `undefined` if the operator does not take the operand. */
  readonly prepare: (operand: unknown, subject: Subject) => Predicate | undefined;
}

export type Operators = Readonly<Record<string, Operator>>;

/** What is tested: the attribute that stands in the context under this name. */
export interface Subject {
  readonly name: string;
  readonly ignoreCase: boolean;
}

/** Reads a value of whatever type, or says `undefined` if it is none of those it reads. */
export type Read<Value> = (value: unknown, ignoreCase: boolean) => Value | undefined;

/** An operator that reads its operand once, for a predicate that never throws. */
export function operator<Operand>(
  takes: string,
  read: Read<Operand>,
  prepare: (operand: Operand, subject: Subject) => Predicate,
): Operator {
  return {
    takes,
    prepare: (value, subject) => {
      const operand = read(value, subject.ignoreCase);
      return operand === undefined ? undefined : prepare(operand, subject);
    },
  };
}

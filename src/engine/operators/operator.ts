import type { Predicate } from '../question.ts';
import type { Shared } from '../shared.ts';
import { type Fold, foldCase } from '../values/text.ts';

export interface Operator {
  /** In words, what the operand has to be. */
  readonly takes: string;
  /** Makes the predicate of a test; `undefined` if the operator does not take the operand. */
  readonly prepare: (operand: unknown, test: Test) => Predicate | undefined;
}

export type Operators = Readonly<Record<string, Operator>>;

/** Which attribute is tested, and how. */
export interface Test {
  /** That under which the attribute stands in the context. */
  readonly name: string;
  readonly ignoreCase: boolean;
  readonly shared: Shared;
}

/** What is tested: the attribute that stands in the context under this name. */
export interface Subject {
  readonly name: string;
  /** Absent where case matters. */
  readonly fold: Fold | undefined;
  /** Makes a reader of the attribute that keeps its last reading for all who read it in this way. */
  readonly remember: <Value, Reading>(read: (value: Value) => Reading) => (value: Value) => Reading;
}

/** Reads a value of whatever type, or says `undefined` if it is none of those it reads. */
export type Read<Value> = (value: unknown, fold?: Fold) => Value | undefined;

/** An operator that reads its operand once, for a predicate that never throws. */
export function operator<Operand>(
  takes: string,
  read: Read<Operand>,
  prepare: (operand: Operand, subject: Subject) => Predicate,
): Operator {
  return {
    takes,
    prepare: (value, test) => {
      const operand = readOperand(read, value, test);
      return operand === undefined ? undefined : prepare(operand, subjectOf(test));
    },
  };
}

/** Equal operands are read once, if they are of those that take room. */
function readOperand<Operand>(
  read: Read<Operand>,
  value: unknown,
  { ignoreCase, shared }: Test,
): Operand | undefined {
  const readAnew = () => read(value, ignoreCase ? foldCase : undefined);
  return isFlat(value)
    ? shared.operand(read, JSON.stringify([ignoreCase, value]), readAnew)
    : readAnew();
}

/** Texts, numbers and lists of them are equal where their JSON is. */
function isFlat(operand: unknown): boolean {
  const entries: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  return entries.every((entry) => typeof entry === 'string' || Number.isFinite(entry));
}

function subjectOf({ name, ignoreCase, shared }: Test): Subject {
  const remember: Subject['remember'] = (read) => shared.reading(read, name);
  return { name, fold: ignoreCase ? remember(foldCase) : undefined, remember };
}

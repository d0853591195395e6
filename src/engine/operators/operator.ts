import type { Once } from '../once.ts';
import type { Predicate } from '../question.ts';
import { remembering } from '../values/remembering.ts';
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
  readonly once: Once;
}

/** What is tested: the attribute that stands in the context under this name. */
export interface Subject {
  readonly name: string;
  /** Absent where case matters. */
  readonly fold: Fold | undefined;
  /** The reading of the attribute, shared by all who read it in this way. */
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
    prepare: (value, { name, ignoreCase, once }) => {
      const readOperand = () => read(value, ignoreCase ? foldCase : undefined);
      const key = keyOf(value);
      const operand =
        key === undefined ? readOperand() : once(read, `${ignoreCase} ${key}`, readOperand);
      if (operand === undefined) return undefined;
      const remember: Subject['remember'] = (way) => once(way, name, () => remembering(way));
      return prepare(operand, {
        name,
        fold: ignoreCase ? remember(foldCase) : undefined,
        remember,
      });
    },
  };
}

/** Equal operands that take room have equal keys: texts, and lists of texts or numbers. */
function keyOf(operand: unknown): string | undefined {
  const entries: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const isFlat = entries.every((entry) => typeof entry === 'string' || Number.isFinite(entry));
  return isFlat ? JSON.stringify(operand) : undefined;
}

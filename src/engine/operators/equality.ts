import { asList, asText } from '../coerce.ts';
import { type Operators, operator, relation, type Test } from '../operator.ts';

const SCALAR = 'text, a finite number, true or false';

/** Equality is that of the texts: 42 equals `"42"`, which is how a query string has it. */
export const equalityOperators: Operators = {
  equals: relation(SCALAR, asText, (text, operand) => text === operand),

  in: setOperator((wanted, ignoreCase) => (value) => {
    const text = asText(value, ignoreCase);
    return text === undefined ? undefined : wanted.has(text);
  }),

  any_of: setOperator(
    (wanted, ignoreCase) => (value) =>
      asList(value)?.some((entry) => wanted.has(asText(entry, ignoreCase))),
  ),

  all_of: setOperator((wanted, ignoreCase) => (value) => {
    const entries = asList(value);
    return entries && isSubset(wanted, texts(entries, ignoreCase));
  }),

  none_of: setOperator(
    (unwanted, ignoreCase) => (value) =>
      asList(value)?.every((entry) => !unwanted.has(asText(entry, ignoreCase))),
  ),
};

type Texts = ReadonlySet<string | undefined>;

function setOperator(prepare: (operand: Texts, ignoreCase: boolean) => Test) {
  return operator(`a list, each of its entries ${SCALAR}`, readTexts, prepare);
}

function readTexts(value: unknown, ignoreCase: boolean): Texts | undefined {
  const read = Array.isArray(value) ? texts(value, ignoreCase) : undefined;
  return read?.has(undefined) ? undefined : read;
}

/** With `undefined` among them if an entry has no text. */
function texts(entries: readonly unknown[], ignoreCase: boolean): Texts {
  return new Set(entries.map((entry) => asText(entry, ignoreCase)));
}

function isSubset(some: Texts, all: Texts): boolean {
  return [...some].every((text) => all.has(text));
}

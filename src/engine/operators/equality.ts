import type { Predicate } from '../question.ts';
import { asList } from '../values/list.ts';
import { asText } from '../values/text.ts';
import { type Operators, operator, type Subject } from './operator.ts';

const SCALAR = 'text, a finite number, true or false';

/** Equality is that of the texts: 42 equals `"42"`, which is how a query string has it. */
export const equalityOperators: Operators = {
  equals: operator(SCALAR, asText, (operand, { name, ignoreCase }) => (context) => {
    const text = asText(context[name], ignoreCase);
    return text === undefined ? undefined : text === operand;
  }),

  in: setOperator((wanted, { name, ignoreCase }) => (context) => {
    const text = asText(context[name], ignoreCase);
    return text === undefined ? undefined : wanted.has(text);
  }),

  any_of: setOperator(
    (wanted, { name, ignoreCase }) =>
      (context) =>
        asList(context[name])?.some((entry) => wanted.has(asText(entry, ignoreCase))),
  ),

  all_of: setOperator((wanted, { name, ignoreCase }) => (context) => {
    const entries = asList(context[name]);
    return entries && isSubset(wanted, texts(entries, ignoreCase));
  }),

  none_of: setOperator(
    (unwanted, { name, ignoreCase }) =>
      (context) =>
        asList(context[name])?.every((entry) => !unwanted.has(asText(entry, ignoreCase))),
  ),
};

type Texts = ReadonlySet<string | undefined>;

function setOperator(prepare: (operand: Texts, subject: Subject) => Predicate) {
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

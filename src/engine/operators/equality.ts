import type { Predicate } from '../question.ts';
import { asText, type Fold } from '../values/text.ts';
import { areDisjoint, asFoldedTexts, asTexts, isSubset, type Texts } from '../values/texts.ts';
import { type Operator, type Operators, operator, type Subject } from './operator.ts';

const SCALAR = 'text, a finite number, true or false';

/** Equality is that of the texts: 42 equals `"42"`, which is how a query string has it. */
export const equalityOperators: Operators = {
  equals: operator(SCALAR, asText, (operand, { name, fold }) => (context) => {
    const text = asText(context[name], fold);
    return text === undefined ? undefined : text === operand;
  }),

  in: setOperator((wanted, { name, fold }) => (context) => {
    const text = asText(context[name], fold);
    return text === undefined ? undefined : wanted.has(text);
  }),

  any_of: listOperator((held, wanted) => !areDisjoint(held, wanted)),
  all_of: listOperator((held, wanted) => isSubset(wanted, held)),
  none_of: listOperator(areDisjoint),
};

function listOperator(holds: (held: Texts, operand: Texts) => boolean): Operator {
  return setOperator((operand, { name, fold, remember }) => {
    const textsOf = remember(fold ? asFoldedTexts : asTexts);
    return (context) => {
      const held = textsOf(context[name]);
      return held && holds(held, operand);
    };
  });
}

function setOperator(prepare: (operand: Texts, subject: Subject) => Predicate): Operator {
  return operator(`a list, each of its entries ${SCALAR}`, readTexts, prepare);
}

function readTexts(value: unknown, fold?: Fold): Texts | undefined {
  const texts = Array.isArray(value) ? asTexts(value, fold) : undefined;
  return texts?.has(undefined) ? undefined : texts;
}

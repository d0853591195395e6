import { asText, type Fold } from '../values/text.ts';
import { type Operator, type Operators, operator } from './operator.ts';

export const textOperators: Operators = {
  contains: textOperator((text, part) => text.includes(part)),
  starts_with: textOperator((text, part) => text.startsWith(part)),
  ends_with: textOperator((text, part) => text.slice(-part.length) === part),
};

/** Holds where it does for one of the operand's texts. */
function textOperator(holds: (text: string, part: string) => boolean): Operator {
  return operator(
    'text, or a list of texts, none empty',
    readParts,
    (parts, { name, fold }) =>
      (context) => {
        const text = asText(context[name], fold);
        if (text === undefined) return undefined;
        for (const part of parts) if (holds(text, part)) return true;
        return false;
      },
  );
}

/** An empty text is part of every text, so it would choose everybody: it is not taken. */
function readParts(operand: unknown, fold?: Fold): readonly string[] | undefined {
  const entries: unknown[] = Array.isArray(operand) ? operand : [operand];
  const parts = entries.map((entry) => asText(entry, fold) || undefined);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

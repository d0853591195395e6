import { type Block, isWithin, parseBlock, parsePlace, sortBlocks } from '../values/block.ts';
import { asText } from '../values/text.ts';
import { type Operators, operator } from './operator.ts';

export const addressOperators: Operators = {
  in_cidr: operator(
    'an address or a CIDR block, or a list of them',
    readBlocks,
    (blocks, { name, remember }) => {
      const parse = remember(parsePlace);
      return (context) => {
        const text = asText(context[name]);
        const place = text === undefined ? undefined : parse(text);
        return place === undefined ? undefined : isWithin(place, blocks);
      };
    },
  ),
};

function readBlocks(operand: unknown): readonly Block[] | undefined {
  const texts: unknown[] = Array.isArray(operand) ? operand : [operand];
  const blocks = texts.map((text) => (typeof text === 'string' ? parseBlock(text) : undefined));
  return blocks.every((block) => block !== undefined) ? sortBlocks(blocks) : undefined;
}

import { type Block, isWithin, parseAddress, parseBlock } from '../values/address.ts';
import { asText } from '../values/text.ts';
import { type Operators, operator } from './operator.ts';

export const addressOperators: Operators = {
  in_cidr: operator(
    'an address or a CIDR block, or a list of them',
    readBlocks,
    (blocks, { name }) =>
      (context) => {
        const text = asText(context[name]);
        const address = text === undefined ? undefined : parseAddress(text);
        return address && blocks.some((block) => isWithin(address, block));
      },
  ),
};

function readBlocks(operand: unknown): readonly Block[] | undefined {
  const texts: unknown[] = Array.isArray(operand) ? operand : [operand];
  const blocks = texts.map((text) => (typeof text === 'string' ? parseBlock(text) : undefined));
  return blocks.every((block) => block !== undefined) ? blocks : undefined;
}

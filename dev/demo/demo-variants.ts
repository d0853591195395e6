import type { DocumentFlag } from '../../src/contract/environments/environment-document.ts';
import type { DemoFlag } from './demo-flag.ts';

type Variants = Pick<DocumentFlag, 'kind' | 'variants' | 'off_variant' | 'json_schema'>;

const booleans: Variants = {
  kind: 'boolean',
  variants: [
    { name: 'on', value: true },
    { name: 'off', value: false },
  ],
  off_variant: 'off',
  json_schema: null,
};

const wordings: Variants = {
  kind: 'string',
  variants: [
    { name: 'current', value: 'current' },
    { name: 'shorter', value: 'shorter' },
    { name: 'bolder', value: 'bolder' },
  ],
  off_variant: 'current',
  json_schema: null,
};

const limits: Variants = {
  kind: 'number',
  variants: [
    { name: 'standard', value: 50 },
    { name: 'raised', value: 200 },
    { name: 'least', value: 10 },
  ],
  off_variant: 'least',
  json_schema: null,
};

const settings: Variants = {
  kind: 'json',
  variants: [
    { name: 'usual', value: { steps: [1, 3, 7], is_shown: true } },
    { name: 'careful', value: { steps: [1], is_shown: true } },
    { name: 'none', value: { steps: [], is_shown: false } },
  ],
  off_variant: 'none',
  json_schema: {
    type: 'object',
    required: ['steps', 'is_shown'],
    properties: {
      steps: { type: 'array', items: { type: 'integer' } },
      is_shown: { type: 'boolean' },
    },
  },
};

/** Of the kind that a shape calls for; most are boolean. */
export function demoVariants({ shape }: DemoFlag): Variants {
  if (shape === 'test') return wordings;
  if (shape === 'limit') return limits;
  if (shape === 'settings') return settings;
  return booleans;
}

import { createHash } from 'node:crypto';

type Context = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, unknown>>;

/** One flag of each kind; three follow the context, one is flipped. */
const flags: Readonly<Record<string, (context: Context, isFlipped: boolean) => Item>> = {
  'billing.enabled': (_, isFlipped) => ({
    value: isFlipped,
    reason: 'STATIC',
    variant: isFlipped ? 'on' : 'off',
    metadata: { team: 'billing', revision: 3, is_permanent: false },
  }),
  'banner.text': () => ({ value: '007', reason: 'STATIC', variant: 'bond' }),
  'cart.limit': ({ plan }) => chosen(plan === 'pro', 99, 42),
  'price.factor': ({ targetingKey }) => chosen(targetingKey === 'beta', 0.75, 0.25),
  'checkout.theme': ({ company }) =>
    chosen((company as Context | undefined)?.region === 'north', { hue: 210 }, { hue: 0 }),
  'layout.columns': () => ({ reason: 'DEFAULT' }),
  'search.old': () => ({ reason: 'DISABLED' }),
  'discount.rule': () => ({ errorCode: 'PARSE_ERROR', errorDetails: 'rules[0] is no rule' }),
};

function chosen(isTargeted: boolean, targeted: unknown, other: unknown): Item {
  return isTargeted
    ? { value: targeted, reason: 'TARGETING_MATCH', variant: 'targeted' }
    : { value: other, reason: 'DEFAULT', variant: 'other' };
}

export interface FlagState {
  isFlipped: boolean;
  version: number;
}

export function evaluateAll(context: Context, state: FlagState): readonly Item[] {
  return Object.entries(flags).map(([key, evaluate]) => ({
    key,
    ...evaluate(context, state.isFlipped),
  }));
}

/** Of the version and the context, so that nothing has to be evaluated to know it. */
export function contextEtag(version: number, context: Context): string {
  const text = JSON.stringify([version, sorted(context)]);
  return `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, sorted(each)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

import type { CreateFlagInput } from '../../src/contract/flags/flag.ts';
import type { UpdateFlagStateInput } from '../../src/contract/flags/flag-state.ts';
import type { Json } from '../../src/engine/json.ts';
import type { Admin } from './admin.ts';

const entirely = (variant: string) => [{ variant, weight: 100_000 }];

/** Whoever pays is served `b`, everybody else `a`. */
const byPlan: UpdateFlagStateInput = {
  is_enabled: true,
  split: entirely('a'),
  rules: [
    {
      id: 'paying',
      when: { attribute: 'plan', operator: 'equals', value: 'pro' },
      split: entirely('b'),
    },
  ],
};

const variants = (a: Json, b: Json) => ({
  off_variant: 'a',
  variants: [
    { name: 'a', value: a },
    { name: 'b', value: b },
  ],
});

type Shelf = readonly [CreateFlagInput, UpdateFlagStateInput];

/** What a flag can be to a client: of each type, and without a value for each of the reasons. */
const shelves: readonly Shelf[] = [
  [{ key: 'checkout.one_click' }, { is_enabled: true }],
  [{ key: 'checkout.button', kind: 'string', ...variants('#888', '42') }, byPlan],
  [{ key: 'cart.limit', kind: 'number', ...variants(0, 42) }, byPlan],
  [{ key: 'price.factor', kind: 'number', ...variants(1.5, 0.1) }, byPlan],
  [{ key: 'checkout.theme', kind: 'json', ...variants({}, { list: [1, { deep: true }] }) }, byPlan],
  [{ key: 'layout.columns', kind: 'json', ...variants(null, null) }, byPlan],
  [{ key: 'search.old' }, { is_enabled: false }],
  [
    { key: 'discount.rule' },
    { is_enabled: true, rollout_percentage: 50, bucket_by: 'organisation_id' },
  ],
  [{ key: 'cart.audit', client_visible: false }, { is_enabled: true }],
];

const pathOf = (flag: string): string => `/flags/${flag}/environments/development`;

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Its flags, made with the control plane where `npm run dev` has keys for, and a switch for one. */
export async function openShop(admin: Admin) {
  const change = async (flag: string, body: UpdateFlagStateInput) => {
    const changed = await admin('PATCH', pathOf(flag), { body, ifMatch: '*' });
    if (changed.status !== 200) throw new Error(`${flag}: ${JSON.stringify(changed.body)}`);
  };
  for (const [definition, state] of shelves) {
    const body = { client_visible: true, ...definition };
    const { status, body: told } = await admin('POST', '/flags', { body });
    if (status !== 201) throw new Error(`${definition.key}: ${JSON.stringify(told)}`);
    await change(definition.key, state);
  }
  const setOneClick = (is_enabled: boolean) => change('checkout.one_click', { is_enabled });
  return { setOneClick };
}

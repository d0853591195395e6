import { BUCKETS } from '../bucketing/bucketer.ts';
import { bucketers } from '../bucketing/bucketers.ts';
import { isRecord } from '../is-record.ts';
import type { Flag, FlagKind, Share, Variant } from '../snapshot.ts';
import {
  anything,
  attributePath,
  boolean,
  both,
  type Check,
  integer,
  list,
  name,
  number,
  oneOf,
  optional,
  record,
  text,
  variant,
  withoutLead,
} from './check.ts';
import { condition, flagTest } from './condition.ts';

const KINDS: Readonly<Record<FlagKind, Check>> = {
  boolean,
  string: text,
  number,
  json: anything,
};

/** The casts below hold because they only see what an earlier check found nothing wrong with. */
const wholeWeight: Check = (split) => {
  const sum = (split as readonly Share[]).reduce((total, { weight }) => total + weight, 0);
  return sum === BUCKETS ? undefined : `: expected weights that sum to ${BUCKETS}`;
};

const distinctNames: Check = (variants) => {
  const names = (variants as readonly Variant[]).map(({ name }) => name);
  return new Set(names).size === names.length ? undefined : ': expected names that differ';
};

const valuesOfKind: Check = (flag, variants) => {
  const { kind, variants: served } = flag as Flag;
  const values = list(record({ value: KINDS[kind] }))(served, variants);
  return values && `.variants${values}`;
};

const rollout = record({
  millipercent: integer(0, BUCKETS),
  split: both(list(record({ variant, weight: integer(0, BUCKETS) })), wholeWeight),
});

const override = record({
  scope: oneOf(['user', 'organisation']),
  subject: name,
  variant,
  expiresAt: optional(number),
});

const rule = record({
  id: name,
  when: condition,
  rollout,
  bucketBy: optional(attributePath),
  from: optional(number),
  until: optional(number),
});

const flag = both(
  record({
    key: name,
    name: text,
    kind: oneOf(Object.keys(KINDS)),
    clientVisible: boolean,
    problem: optional(text),
    variants: both(list(record({ name, value: anything })), distinctNames),
    offVariant: variant,
    killed: boolean,
    on: boolean,
    salt: text,
    bucketer: optional(oneOf(bucketers.keys())),
    bucketBy: attributePath,
    overrides: list(override),
    prerequisites: list(both(condition, flagTest)),
    rules: list(rule),
    rollout,
  }),
  valuesOfKind,
);

/** What is wrong with a flag by itself: `rules[0].id: expected text, not empty`. */
export function findFlagProblem(definition: Flag): string | undefined {
  const variants: readonly unknown[] = Array.isArray(definition.variants)
    ? definition.variants
    : [];
  const names = variants.map((each) => (isRecord(each) ? each.name : undefined));
  const { problem } = definition;
  return typeof problem === 'string' ? problem : withoutLead(flag(definition, new Set(names)));
}

import type { AuthoredRule } from '../../../contract/flags/rule.ts';
import { sameJson } from '../../lib/same-json.ts';
import { describeCondition } from '../conditions/describe-condition.ts';
import { describeServed } from '../flag/rules/describe-served.ts';
import { describeValue } from './describe-value.ts';

/** One thing that is no more as it was; absent where there was nothing, or is nothing now. */
export interface Difference {
  readonly what: string;
  readonly was?: string;
  readonly is?: string;
}

type Side = Readonly<Record<string, unknown>>;

/** What is on or off, as the page of a flag calls it. */
const names: Readonly<Record<string, string>> = {
  is_enabled: 'switch',
  is_killed: 'emergency stop',
};

/** Of no interest to a reader: they change with every write, or name what the entry is about anyway. */
const silent: ReadonlySet<string> = new Set(['id', 'revision', 'updated_at', 'created_at']);

/** From one state to another, as a person would tell it. */
export function describeDifference(before: unknown, after: unknown): Difference[] {
  const [was, is] = [sideOfEntry(before), sideOfEntry(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names
    .filter((name) => !silent.has(name) && !sameJson(was[name] ?? null, is[name] ?? null))
    .flatMap((name) => differencesOf(name, was[name], is[name]));
}

function differencesOf(name: string, was: unknown, is: unknown): Difference[] {
  const [rulesBefore, rulesAfter] = [was ?? [], is ?? []];
  if (name === 'rules' && isRules(rulesBefore) && isRules(rulesAfter)) {
    return ruleDifferences(rulesBefore, rulesAfter);
  }
  const what = names[name] ?? name.replace(/^is_/, '').replaceAll('_', ' ');
  return [
    { what, ...sideOf('was', describeValue(name, was)), ...sideOf('is', describeValue(name, is)) },
  ];
}

function ruleDifferences(was: readonly AuthoredRule[], is: readonly AuthoredRule[]): Difference[] {
  const before = new Map(was.map((rule) => [rule.id, rule]));
  const after = new Map(is.map((rule) => [rule.id, rule]));
  const changed = [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const [old, now] = [before.get(id), after.get(id)];
    if (sameJson(old, now)) return [];
    const texts = [old && ruleText(old), now && ruleText(now)];
    return [{ what: `rule ${id}`, ...sideOf('was', texts[0]), ...sideOf('is', texts[1]) }];
  });
  const kept = (rules: readonly AuthoredRule[]) =>
    rules.map(({ id }) => id).filter((id) => before.has(id) && after.has(id));
  if (sameJson(kept(was), kept(is))) return changed;
  const order = (rules: readonly AuthoredRule[]) => rules.map(({ id }) => id).join(', ');
  return [...changed, { what: 'order of rules', was: order(was), is: order(is) }];
}

function ruleText({ when, description, from, until, bucket_by, ...served }: AuthoredRule): string {
  const more = { description, from, until, bucket_by };
  const others = Object.entries(more).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.replaceAll('_', ' ')} ${value}`],
  );
  return [`${describeCondition(when)} → ${describeServed(served)}`, ...others].join('; ');
}

const sideOf = (side: 'was' | 'is', text: string | undefined) =>
  text === undefined ? {} : { [side]: text };

/** The properties of a state; what an import holds in `state` are some of them. What is no object is one by itself. */
export function sideOfEntry(value: unknown): Side {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return { value };
  const { state, ...others } = value as Side;
  return typeof state === 'object' ? { ...state, ...others } : (value as Side);
}

const isRules = (value: unknown): value is readonly AuthoredRule[] =>
  Array.isArray(value) && value.every((rule) => typeof rule?.id === 'string' && rule.when);

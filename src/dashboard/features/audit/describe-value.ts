import type { AuthoredCondition } from '../../../contract/flags/condition.ts';
import type { UpcomingChange } from '../../../contract/flags/schedule.ts';
import { showInstant } from '../../lib/show-instant.ts';
import { describeCondition } from '../conditions/describe-condition.ts';
import { describeServed } from '../flag/rules/describe-served.ts';
import { changeText } from '../schedules/change-text.ts';
import { showActor } from './show-actor.ts';

type Entry = Readonly<Record<string, unknown>>;

/** What is on or off. */
const switches: ReadonlySet<string> = new Set(['is_enabled', 'is_killed']);

const actors: ReadonlySet<string> = new Set(['on_behalf_of', 'invited_by']);

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** A property of a state as a person would say it; undefined for none. */
export function describeValue(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (switches.has(name)) return value === true ? 'on' : 'off';
  if (name === 'rollout_percentage') return `${value} %`;
  if (name === 'json_schema') return JSON.stringify(value, null, 1);
  if (name === 'when') return describeCondition(value as AuthoredCondition);
  if (name === 'split' && Array.isArray(value)) {
    return describeServed({ split: value, rollout_percentage: 100 });
  }
  if (actors.has(name)) return showActor(String(value));
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(entryText).join('\n');
  return plainText(value);
}

/** Of a list: a prerequisite, a step, an override, a variant, or a plain text. */
function entryText(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return plainText(entry);
  const { flag, variants, at, change, scope, name, value } = entry as Entry;
  if (typeof flag === 'string' && Array.isArray(variants)) return `${flag}: ${variants.join(', ')}`;
  if (typeof at === 'string' && change) {
    return `${showInstant(at)}: ${changeText(change as UpcomingChange['change'])}`;
  }
  if (typeof scope === 'string') return overrideText(entry as Entry);
  if (typeof name === 'string') return `${name}: ${JSON.stringify(value)}`;
  return plainText(entry);
}

function overrideText(override: Entry): string {
  const { scope, subject, variant, expires_at, reason } = override;
  const end = typeof expires_at === 'string' ? `, until ${showInstant(expires_at)}` : '';
  return `${scope} ${subject}: ${variant}${end}${reason ? `; ${reason}` : ''}`;
}

function plainText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' && instant.test(value)) return showInstant(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(plainText).join(', ');
  return Object.entries(value)
    .filter(([, each]) => each !== null)
    .map(([name, each]) => `${name.replaceAll('_', ' ')} ${plainText(each)}`)
    .join(', ');
}

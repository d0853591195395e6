import type { WebhookEvent } from '../../contract/notifications/webhook.ts';
import type { Json, JsonObject } from '../../engine/json.ts';
import { escapeText } from './chat-text.ts';
import { describeAlert } from './describe-alert.ts';

const mostChanges = 5;

/** A sentence for a chat: `Flag state *x* in *production* was updated by key:…: is_killed false → true`. */
export function describeEvent({ data }: WebhookEvent): string {
  const told = data.action.startsWith('alert.') ? describeAlert(data.after) : undefined;
  return told ?? describeChange(data);
}

function describeChange(data: WebhookEvent['data']): string {
  const { action, target, environment, actor, before, after } = data;
  const [noun = '', verb = ''] = action.split('.');
  const where = environment === null ? '' : ` in *${escapeText(environment)}*`;
  const what = `${capital(words(noun))} *${escapeText(target)}*${where}`;
  const changes = listChanges(before, after);
  const detail =
    changes.length === 0 ? '' : `: ${changes.map((change) => escapeText(change)).join(', ')}`;
  return `${what} was ${past(verb)} by ${escapeText(actor)}${detail}`;
}

const irregular: Readonly<Record<string, string>> = {
  copy: 'copied',
  put: 'set',
  rotate_secret: 'given another secret',
};

const past = (verb: string): string =>
  irregular[verb] ?? `${words(verb)}${verb.endsWith('e') ? 'd' : 'ed'}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const words = (name: string): string => escapeText(name.replaceAll('_', ' '));

/** What changed at the top level, with its values where they are short. */
function listChanges(before: Json, after: Json): readonly string[] {
  if (!isObject(before) || !isObject(after)) return [];
  const names = Object.keys(after).filter(
    (name) => !untold.includes(name) && !isSame(before[name], after[name]),
  );
  const told = names.slice(0, mostChanges).map((name) => {
    const [from, to] = [shortly(before[name]), shortly(after[name])];
    return from === undefined || to === undefined ? name : `${name} ${from} → ${to}`;
  });
  const rest = names.length - told.length;
  return rest > 0 ? [...told, `${rest} more`] : told;
}

/** They change with whatever else does. */
const untold: readonly string[] = ['revision', 'created_at', 'updated_at'];

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSame = (one: Json | undefined, other: Json | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const shortly = (value: Json | undefined): string | undefined =>
  typeof value === 'object' && value !== null ? undefined : String(value ?? 'nothing');

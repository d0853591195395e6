import type { Alert, AlertFeature, Severity } from '../../contract/notifications/alert.ts';
import { alert } from '../../contract/notifications/alert-resource.ts';
import type { Json } from '../../engine/json.ts';
import { escapeText } from './chat-text.ts';

/** Of what names are listed; the message itself has more. */
const mostNames = 8;
const sentenceCharacters = 500;

const signs: Readonly<Record<Severity, string>> = { critical: '🔴', warning: '🟠', info: '🔵' };

/** An alert for a chat, in a few lines; undefined where it is none. */
export function describeAlert(after: Json): string | undefined {
  const parsed = alert.safeParse(after);
  if (!parsed.success) return undefined;
  const lines = parsed.data.status === 'closed' ? overLines(parsed.data) : openLines(parsed.data);
  return lines.filter(Boolean).join('\n');
}

const overLines = (told: Alert): readonly string[] => [
  `✅ *Over: ${sentence(told.title)}*${namesOf(told.affected)}`,
  featuresLine(told.features),
  `It lasted ${lengthOf(told)}.`,
];

const openLines = (told: Alert): readonly string[] => [
  `${signs[told.severity]} *${sentence(told.title)}*${namesOf(told.affected)}`,
  changeLine(told),
  featuresLine(told.features),
  sentence(told.consequence),
  ...told.details.slice(0, mostNames).map((detail) => `• ${sentence(detail)}`),
  `_What to do:_ ${sentence(told.what_to_do)}`,
];

const sentence = (text: string): string => escapeText(text, sentenceCharacters);

const few = (names: readonly string[]): string =>
  names.length > mostNames
    ? `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`
    : names.join(', ');

const escaped = (names: readonly string[]): string => few(names.map((name) => escapeText(name)));

const namesOf = (names: readonly string[]): string =>
  names.length === 0 ? '' : `: ${escaped(names)}`;

/** Of a first message, all of it is new. */
const changeLine = ({ added, recovered, affected }: Alert): string =>
  added.length === affected.length && recovered.length === 0
    ? ''
    : [
        ...(added.length > 0 ? [`New: ${escaped(added)}.`] : []),
        ...(recovered.length > 0 ? [`Well again: ${escaped(recovered)}.`] : []),
      ].join(' ');

const featuresLine = (features: readonly AlertFeature[]): string =>
  features.length === 0
    ? ''
    : `Critical features: ${few(
        features.map(
          ({ key, name, owner }) =>
            `${escapeText(name)} (${escapeText(key)}, ${owner === null ? 'no owner' : `owner ${escapeText(owner)}`})`,
        ),
      )}`;

function lengthOf({ opened_at, closed_at }: Alert): string {
  const minutes = Math.round((Date.parse(closed_at ?? opened_at) - Date.parse(opened_at)) / 60_000);
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}

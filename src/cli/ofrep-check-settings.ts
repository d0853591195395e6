import { sections } from '../ofrep-check/sections.ts';
import {
  type Attribute,
  type Context,
  type FlagRole,
  flagRoles,
  type Settings,
} from '../ofrep-check/settings.ts';
import { closest } from './closest.ts';
import type { Given } from './command.ts';
import { listed } from './command-line.ts';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';

const mostBurst = 5000;

/** Throws a usage failure for what cannot be meant. */
export function readOfrepCheckSettings(url: string | undefined, given: Given): Settings {
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined);
  const number = (name: string) => readNumber(name, text(name));
  const burst = number('burst');
  if (burst !== undefined && burst > mostBurst) {
    throw usage(`--burst ${burst} would be too many.`, `Give ${mostBurst} or fewer.`);
  }
  return {
    baseUrl: readBaseUrl(url),
    key: text('key'),
    headers: Object.fromEntries(listed(given.header).map(readHeader)),
    timeoutSeconds: number('timeout') ?? 10,
    context: readContext(text('context')),
    flags: Object.fromEntries(
      flagRoles.flatMap((role: FlagRole) => {
        const key = text(`${role}-flag`);
        return key === undefined ? [] : [[role, key]];
      }),
    ),
    variesBy: listed(given['varies-by']).map(readAttribute),
    origin: text('origin') ?? 'https://app.example',
    keepAliveSeconds: number('keep-alive'),
    tokenLifetimeSeconds: number('token-lifetime'),
    burst,
    skip: listed(given.skip)
      .flatMap((each) => each.split(','))
      .map(readSkipped),
  };
}

/** Whoever pastes a whole address means the part before `/ofrep`. */
function readBaseUrl(url: string | undefined): string {
  if (url === undefined) {
    throw usage('It is not said which server to ask.', 'Write npx burgee ofrep-check <url>.');
  }
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw usage(`"${url}" is no http:// or https:// address.`, 'Give what is before /ofrep.');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    const wayOut = 'Send them with --header "Authorization: Basic …".';
    throw usage('The address holds a user and a password.', wayOut);
  }
  return parsed.origin + parsed.pathname.replace(/\/ofrep(?:\/.*)?$/, '').replace(/\/+$/, '');
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw usage(`--${name} ${text} is no number above 0.`, `Write --${name} 10, say.`);
}

function readHeader(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  const name = text.slice(0, colon).trim().toLowerCase();
  if (colon > 0 && /^[\w!#$%&'*+.^`|~-]+$/.test(name)) return [name, text.slice(colon + 1).trim()];
  // It may hold a secret.
  throw usage('A --header has no name.', 'Write --header "name: value".');
}

function readContext(text: string | undefined): Context {
  if (text === undefined) return { targetingKey: 'ofrep-check' };
  const context = parseOr(text, undefined);
  if (typeof context === 'object' && context !== null && !Array.isArray(context)) {
    return context as Context;
  }
  throw usage('--context is no JSON object.', 'Write --context \'{"targetingKey":"42"}\'.');
}

/** A value that is no JSON is text. */
function readAttribute(text: string): Attribute {
  const equals = text.indexOf('=');
  if (equals < 1) throw usage(`--varies-by ${text} has no value.`, 'Write --varies-by plan=pro.');
  const value = text.slice(equals + 1);
  return { path: text.slice(0, equals), value: parseOr(value, value) };
}

function parseOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}

function readSkipped(name: string): string {
  const names = sections.flatMap(({ id, checks }) => [id, ...checks.map((check) => check.id)]);
  if (names.includes(name)) return name;
  const meant = closest(name, names);
  const wayOut = meant ? `Did you mean "${meant}"?` : 'The report names them.';
  throw usage(`There is no check "${name}".`, wayOut);
}

function usage(message: string, wayOut: string): FailureError {
  return new FailureError({ code: 'usage', exitCode: exitCodes.usage, message, wayOut });
}

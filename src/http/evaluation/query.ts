import { contextLimits, findExcess } from '../../contract/fields/limits.ts';
import type { Context } from '../../engine/context.ts';
import { isRecord } from '../../engine/is-record.ts';
import type { Json } from '../../engine/json.ts';
import { BadRequest } from './bad-request.ts';
import { withSigned } from './signed-context/with-signed.ts';

/** What a query string asks with. */
export interface FeatureQuery {
  readonly context: Context;
  /** The caller's default, for a flag that cannot be evaluated. */
  readonly fallback: Json | undefined;
}

/**
 * Every parameter is an attribute: text, or a list of texts where it is repeated. Two are not:
 * `default` (any JSON) and `context` (base64url of a JSON object, for attributes with types or
 * nesting; a parameter of the same name wins). What is signed wins over both. Throws `BadRequest`.
 */
export function parseQuery(url: string, signed?: Context): FeatureQuery {
  const query = parseUnsigned(url);
  return signed === undefined ? query : { ...query, context: withSigned(query.context, signed) };
}

function parseUnsigned(url: string): FeatureQuery {
  const start = url.indexOf('?');
  if (start === -1) return { context: {}, fallback: undefined };
  const text = url.slice(start + 1);
  const query = parseParameters(collect(text));
  if (text.length > harmlessCharacters) assertBounded(query.context);
  return query;
}

/** Too few for a list of 257, the first bound that a query can break; see `contextLimits`. */
const harmlessCharacters = 2 * contextLimits.arrayLength;

function parseParameters(parameters: Parameters): FeatureQuery {
  if (!('context' in parameters || 'default' in parameters))
    return { context: parameters, fallback: undefined };
  const { context, default: fallback, ...attributes } = parameters;
  return {
    context: context === undefined ? attributes : { ...parseContext(context), ...attributes },
    fallback: fallback === undefined ? undefined : parseDefault(fallback),
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

type Parameters = { [name: string]: string | string[] };

/**
 * Cut by hand, as `URLSearchParams` costs more than all the rest of an answer; that is asked where
 * something cannot be decoded, which it forgives.
 */
function collect(query: string): Parameters {
  try {
    return collectByHand(query);
  } catch {
    const collected: Parameters = {};
    for (const [name, value] of new URLSearchParams(query)) add(collected, name, value);
    return collected;
  }
}

function collectByHand(query: string): Parameters {
  const collected: Parameters = {};
  for (let start = 0; start < query.length; ) {
    const next = query.indexOf('&', start);
    const end = next === -1 ? query.length : next;
    const equals = query.indexOf('=', start);
    const nameEnd = equals === -1 || equals > end ? end : equals;
    if (end > start)
      add(
        collected,
        decode(query.slice(start, nameEnd)),
        decode(query.slice(Math.min(nameEnd + 1, end), end)),
      );
    start = end + 1;
  }
  return collected;
}

/** Throws where the text is no encoding of UTF-8. */
function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced;
}

/** Own properties only, whatever they are called: `__proto__` is an attribute like any other. */
function add(collected: Parameters, name: string, value: string): void {
  const earlier = Object.hasOwn(collected, name) ? collected[name] : undefined;
  if (Array.isArray(earlier)) return void earlier.push(value);
  const together = earlier === undefined ? value : [earlier, value];
  if (name !== '__proto__') collected[name] = together;
  else Object.defineProperty(collected, name, { value: together, ...ordinary });
}

const ordinary = { writable: true, enumerable: true, configurable: true };

function parseContext(encoded: string | string[]): Context {
  const context = parseJson(decodeBase64Url(encoded));
  if (!isRecord(context)) throw invalidContext('expected the base64url of one JSON object');
  assertBounded(context);
  return context;
}

function assertBounded(context: Context): void {
  const excess = findExcess(context, contextLimits);
  if (excess) throw invalidContext(excess);
}

function parseDefault(text: string | string[]): Json {
  const value = parseJson(text);
  if (value !== undefined && !findExcess(value, contextLimits)) return value;
  throw new BadRequest(
    'invalid_default',
    'default: expected one JSON value, such as true, 42 or "blue" in quotes.',
  );
}

const invalidContext = (message: string): BadRequest =>
  new BadRequest('invalid_context', `context: ${message}.`);

/** Undefined when it is given twice, or is not JSON. */
function parseJson(text: string | string[] | undefined): Json | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined when it is given twice, or is not base64 of UTF-8; either alphabet, padded or not. */
function decodeBase64Url(text: string | string[]): string | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

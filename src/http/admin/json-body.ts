import type { Context } from 'hono';
import { validator } from 'hono/validator';
import { adminLimits, findExcess, type JsonLimits } from '../../contract/fields/limits.ts';
import { HttpRefusal } from './http-refusal.ts';

/**
 * Reads the body as JSON and gives it the type a verb takes; the verb itself parses it, so that no
 * caller can pass by its schema. Answers 400 for anything that is not bounded JSON.
 */
export const jsonBody = <Input extends object>(limits = adminLimits) =>
  validator('json', (value: unknown, c): Input => {
    assertJson(value, c, limits);
    return value as Input;
  });

/** The same where a request need not have a body at all. */
export async function readOptionalJson(c: Context, limits = adminLimits): Promise<unknown> {
  const text = await c.req.text();
  return text === '' ? undefined : readJson(c, text, limits);
}

/** Of a body that was read as text. */
export function readJson(c: Context, text: string, limits = adminLimits): unknown {
  const value = parseJson(text);
  assertJson(value, c, limits);
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpRefusal(400, 'bad_request', 'The body is no JSON.');
  }
}

function assertJson(value: unknown, c: Context, limits: JsonLimits): void {
  if (!/^application\/([a-z-.]+\+)?json\b/i.test(c.req.header('Content-Type') ?? '')) {
    throw new HttpRefusal(400, 'bad_request', 'Send the header Content-Type: application/json.');
  }
  const excess = findExcess(value, limits);
  if (excess) throw new HttpRefusal(400, 'bad_request', `The body is refused: ${excess}.`);
}

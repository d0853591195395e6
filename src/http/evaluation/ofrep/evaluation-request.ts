import { contextLimits, findExcess } from '../../../contract/fields/limits.ts';
import { type Context, USER } from '../../../engine/context.ts';
import { isRecord } from '../../../engine/is-record.ts';
import { BadRequest } from '../bad-request.ts';

/**
 * The context of `{"context":{…}}`; without one, an empty context, as clients leave it out for
 * somebody whom they know nothing of. Its `targetingKey` is our `user_id`, unless it says that
 * itself. Throws `BadRequest`.
 */
export function parseContext(body: string): Context {
  const { context = {} } = parseBody(body);
  if (!isRecord(context)) throw invalidContext('expected an object');
  const excess = findExcess(context, contextLimits);
  if (excess) throw invalidContext(excess);
  const unit = context.targetingKey ?? undefined;
  if (unit === undefined) return context;
  if (typeof unit !== 'string' && typeof unit !== 'number') {
    throw invalidContext('expected a text as targetingKey');
  }
  const own: Record<string, unknown> = context;
  own[USER] ??= unit;
  return own;
}

function parseBody(body: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = undefined;
  }
  if (isRecord(parsed)) return parsed;
  throw new BadRequest('invalid_body', 'Send JSON: {"context":{"targetingKey":"…"}}.');
}

const invalidContext = (message: string): BadRequest =>
  new BadRequest('invalid_context', `context: ${message}.`);

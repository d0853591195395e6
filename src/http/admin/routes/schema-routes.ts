import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { stream } from 'hono/streaming';
import type { RepairProgress } from '../../../contract/health/repair.ts';
import { getRepair } from '../../../control/schema/get-repair.ts';
import { getSchema } from '../../../control/schema/get-schema.ts';
import { repairSchema } from '../../../control/schema/repair-schema.ts';
import type { AdminCapabilities, AdminEnv } from '../admin-env.ts';
import { HttpRefusal } from '../http-refusal.ts';
import { readOptionalJson } from '../json-body.ts';
import { answerError } from '../respond-to-error.ts';

const ndjson = 'application/x-ndjson';

/** The truth about the database, and the request that mends it. */
export const schemaRoutes = (capabilities: AdminCapabilities) =>
  new Hono<AdminEnv>()
    .get('/schema', async (c) => c.json(await getSchema({ ctx: c.var.control, input: undefined })))
    .post('/repair', async (c) => {
      if (new URL(c.req.url).search !== '') throw queryRefused();
      const input = await readOptionalJson(c);
      const isStream = c.req.header('Accept') === ndjson;
      return isStream ? streamRepair(c, input, capabilities) : c.json(await toItsEnd(c, input));
    })
    .get('/repair/:id', async (c) =>
      c.json(await getRepair({ ctx: c.var.control, input: { id: c.req.param('id') } })),
    );

/** Nobody who asks for a plan in the wrong place is to get a repair. */
const queryRefused = () =>
  new HttpRefusal(
    400,
    'bad_request',
    'A repair takes no query. Send what it is asked as JSON: {"mode":"plan"}.',
  );

/** Without ADMIN_SECRET, nothing shows that there is such a route. */
export const hideRepair = ({ adminSecret }: Pick<AdminCapabilities, 'adminSecret'>) =>
  createMiddleware(async (c, next) => {
    if (adminSecret !== undefined) return next();
    throw new HttpRefusal(404, 'not_found', `There is no route ${c.req.method} ${c.req.path}.`);
  });

type OnStep = (step: RepairProgress) => void;

/** A line for each step as it ends; the last is the result, or what went wrong. */
function streamRepair(c: Context<AdminEnv>, input: unknown, capabilities: AdminCapabilities) {
  const { logError } = capabilities;
  const { requestId } = c.var;
  c.header('Content-Type', ndjson);
  return stream(c, async (out) => {
    const write = (line: object) => out.write(`${JSON.stringify(line)}\n`);
    try {
      const result = await toItsEnd(c, input, (step) => void write({ step }));
      await write({ result });
    } catch (error) {
      await write(answerError(error, { requestId, logError }).body);
    }
  });
}

/** A caller who goes away does not stop it. */
function toItsEnd(c: Context<AdminEnv>, input: unknown, onStep: OnStep = () => {}) {
  const repairing = repairSchema({ ctx: c.var.control, input, onStep });
  c.executionCtx.waitUntil(repairing.catch(() => {}));
  return repairing;
}

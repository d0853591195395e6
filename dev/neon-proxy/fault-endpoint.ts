import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Fault, Faults } from './faults.ts';

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delay'), milliseconds: z.number().nonnegative() }),
  z.strictObject({ kind: z.literal('hang') }),
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({
    kind: z.literal('answer'),
    status: z.int().min(200).max(599),
    body: z.unknown(),
  }),
  z.strictObject({
    kind: z.literal('sqlstate'),
    code: z.string().regex(/^[0-9A-Z]{5}$/),
    message: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('refuse') }),
]);

const faultSchema: z.ZodType<Fault> = z.strictObject({
  action,
  channel: z.enum(['http', 'websocket']).exactOptional(),
  at: z.enum(['start', 'before_commit', 'after_commit']).exactOptional(),
  times: z.int().positive().exactOptional(),
});

/**
 * Sets faults from another process: `GET /faults` lists them, `POST /faults` adds one, `DELETE
 * /faults` removes all. On a port of its own, for the proxy's may be refused by a fault.
 */
export async function handleFaults(
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
) {
  if (request.method === 'DELETE') faults.clear();
  if (request.method === 'POST') {
    const parsed = faultSchema.safeParse(await readJson(request));
    if (!parsed.success) return send(response, 400, { message: z.prettifyError(parsed.error) });
    faults.add(parsed.data);
  }
  send(response, 200, { faults: faults.list() });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { inventedErrorReply, toErrorReply } from './error-body.ts';
import type { FaultReply } from './faults.ts';
import type { ProxiedPostgres } from './proxied-postgres.ts';
import { runSql } from './run-sql.ts';
import { echoedHeaders, parseSqlRequest } from './sql-request.ts';
import { SqlRequestError } from './sql-request-error.ts';

const maxBytes = 10 * 1024 * 1024;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Neon's SQL over HTTP: `POST /sql`, answered in JSON whatever happens. */
export async function handleSql(postgres: ProxiedPostgres, exchange: Exchange) {
  const { request } = exchange;
  if (request.url?.split('?')[0] !== '/sql') return refuse(exchange, 'query is not supported');
  if (request.method === 'OPTIONS') return allowCors(exchange);
  if (request.method !== 'POST') return refuse(exchange, 'query is not supported');
  const fault = await postgres.faults.reply('http', 'start');
  if (fault) return answerFault(exchange, fault);
  try {
    await answerQuery(postgres, exchange);
  } catch (error) {
    const { status, body } = toErrorReply(error);
    send(exchange, { status, body: JSON.stringify(body) });
  }
}

async function answerQuery({ sessions, faults }: ProxiedPostgres, exchange: Exchange) {
  const request = parseSqlRequest(exchange.request.headers, await readBody(exchange));
  const outcome = await runSql({
    request,
    sessions,
    signal: signalOfDisconnect(exchange),
    reply: (at) => faults.reply('http', at),
  });
  if ('fault' in outcome) return answerFault(exchange, outcome.fault);
  const { results } = outcome;
  const body = JSON.stringify(request.batch ? { results } : results[0]);
  assertFits(body);
  send(exchange, { status: 200, body, headers: echoedHeaders(request.batch) });
}

async function readBody({ request }: Exchange): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  if (bytes <= maxBytes) return Buffer.concat(chunks).toString('utf8');
  throw new SqlRequestError(`request is too large (max is ${maxBytes} bytes)`, 413);
}

function assertFits(body: string) {
  if (Buffer.byteLength(body) <= maxBytes) return;
  throw new SqlRequestError(`response is too large (max is ${maxBytes} bytes)`, 507);
}

function signalOfDisconnect({ response }: Exchange): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

function answerFault(exchange: Exchange, fault: FaultReply) {
  if (fault.kind === 'hang') return;
  if (fault.kind === 'reset') return exchange.request.socket.destroy();
  const reply = fault.kind === 'answer' ? fault : inventedErrorReply(fault.code, fault.message);
  send(exchange, { status: reply.status, body: JSON.stringify(reply.body) });
}

function refuse(exchange: Exchange, message: string) {
  send(exchange, { status: 400, body: JSON.stringify({ message }) });
}

function allowCors(exchange: Exchange) {
  const headers = {
    'access-control-allow-headers': '*',
    'access-control-allow-methods': 'POST',
    'access-control-max-age': '86400',
  };
  send(exchange, { status: 200, body: '', headers });
}

function send(
  { response }: Exchange,
  reply: { status: number; body: string; headers?: Record<string, string> },
) {
  response.writeHead(reply.status, {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
    'neon-request-id': randomUUID(),
    ...reply.headers,
  });
  response.end(reply.body);
}

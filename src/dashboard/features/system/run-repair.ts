import type { ErrorBody } from '../../../contract/errors/error.ts';
import type { RepairProgress, RepairResult } from '../../../contract/health/repair.ts';
import { ApiError, admin, bodyOf } from '../../lib/api.ts';

/** What a repair would do. Nothing is changed. */
export const planRepair = (): Promise<RepairResult> =>
  bodyOf(ask({ mode: 'plan' }, 'application/json')) as Promise<RepairResult>;

interface RepairRun {
  /** Of the plan that was looked at. */
  readonly planHash: string;
  /** Names the run, so that a lost answer can be asked for. */
  readonly operationId: string;
  readonly onProgress: (step: RepairProgress) => void;
  /** Its answer was lost, and nothing says yet what came of it: it is being asked for. */
  readonly onLost: () => void;
}

/** Does what was planned, and nothing beyond it; where the answer is lost on the way, it is asked for. */
export async function runRepair(run: RepairRun): Promise<RepairResult> {
  const { planHash, operationId, onProgress, onLost } = run;
  const body = { mode: 'apply', plan_hash: planHash, operation_id: operationId };
  try {
    const answer = await ask(body, 'application/x-ndjson');
    if (!answer.ok || answer.body === null) return (await bodyOf(Promise.resolve(answer))) as never;
    return await readResult(answer.body, onProgress);
  } catch (error) {
    if (error instanceof ApiError && !isOpen(error)) throw error;
    onLost();
    return await awaitRepair(operationId);
  }
}

/** What a repair may end with whose connection was lost: it has happened, or not. */
const openCodes = [
  'unreachable',
  'broken_off',
  'database_unavailable',
  'internal_error',
  'unknown',
];

const isOpen = ({ code }: ApiError): boolean => openCodes.includes(code);

const ask = (body: object, accept: string) =>
  admin.repair.$post(undefined, {
    headers: { Accept: accept, 'Content-Type': 'application/json' },
    init: { body: JSON.stringify(body) },
  });

type Line =
  | { readonly step: RepairProgress }
  | { readonly result: RepairResult }
  | Pick<ErrorBody, 'error'>;

async function readResult(
  stream: ReadableStream<Uint8Array>,
  onProgress: (step: RepairProgress) => void,
): Promise<RepairResult> {
  for await (const line of linesOf(stream)) {
    const told = JSON.parse(line) as Line;
    if ('result' in told) return told.result;
    if ('error' in told) throw new ApiError(500, told.error);
    onProgress(told.step);
  }
  throw new Error('the answer ended before its result');
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.pipeThrough(new TextDecoderStream() as never).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = (await reader.read()) as { value?: string; done: boolean };
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    yield* lines.filter((line) => line !== '');
    if (done) return;
  }
}

const lookAgainMilliseconds = 1_000;

/** Ten minutes and more: after that, somebody has to look why nothing answers. */
const mostLooks = 600;

/** It goes on to its end without us. Throws what the server says where it has not begun, or was rolled back. */
async function awaitRepair(id: string): Promise<RepairResult> {
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const answer = await findRepair(id);
    if (answer !== undefined && answer.status !== 'running') return answer as RepairResult;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMilliseconds));
  }
  throw new RepairUnknownError(id);
}

/** Undefined while nothing can say: the server is out of reach, or its database is. */
const findRepair = (id: string) =>
  bodyOf(admin.repair[':id'].$get({ param: { id } })).catch((error: unknown) => {
    if (error instanceof ApiError && [0, 500, 503].includes(error.status)) return undefined;
    throw error;
  });

/** Nobody could be asked what came of a repair. */
export class RepairUnknownError extends Error {
  constructor(id: string) {
    super(`Nothing answered. Ask for it when the database is back: ${resultAddress(id)}`);
    this.name = 'RepairUnknownError';
  }
}

/** Where the result of a repair is told, whoever asked for it. */
export const resultAddress = (id: string): string => `GET /admin/repair/${id}`;

import type { ErrorBody } from '../../../contract/error.ts';
import type { RepairProgress, RepairResult } from '../../../contract/repair.ts';
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
}

/** Does what was planned, and nothing beyond it; where the answer is lost on the way, it is asked for. */
export async function runRepair(run: RepairRun): Promise<RepairResult> {
  const { planHash, operationId, onProgress } = run;
  const body = { mode: 'apply', plan_hash: planHash, operation_id: operationId };
  try {
    const answer = await ask(body, 'application/x-ndjson');
    if (!answer.ok || answer.body === null) return bodyOf(Promise.resolve(answer)) as never;
    return await readResult(answer.body, onProgress);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    return await awaitRepair(operationId);
  }
}

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

/** It goes on to its end without us. Throws what the server says where it has not begun, or was rolled back. */
async function awaitRepair(id: string): Promise<RepairResult> {
  for (;;) {
    const answer = await bodyOf(admin.repair[':id'].$get({ param: { id } }));
    if (answer.status !== 'running') return answer as RepairResult;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMilliseconds));
  }
}

export interface WorkerRequest {
  readonly method?: 'GET' | 'POST';
  /** Of a key, or the admin secret. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object | undefined;
  /** For the whole answer, body and all. */
  readonly milliseconds: number;
}

export interface WorkerAnswer {
  readonly status: number;
  readonly text: string;
  /** What the text says as JSON; undefined where it is none. */
  readonly body: unknown;
}

/** Nothing came, or it broke off. The message is the reason. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** Redirects are not followed: none of them leads to a Worker of ours. Throws a NoAnswerError. */
export async function askWorker(address: string, asked: WorkerRequest): Promise<WorkerAnswer> {
  try {
    const response = await fetch(address, {
      method: asked.method ?? 'GET',
      headers: {
        ...asked.headers,
        ...(asked.token && { Authorization: `Bearer ${asked.token}` }),
        ...(asked.body && { 'Content-Type': 'application/json' }),
      },
      ...(asked.body && { body: JSON.stringify(asked.body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(asked.milliseconds),
    });
    const text = await response.text();
    return { status: response.status, text, body: parse(text) };
  } catch (error) {
    throw new NoAnswerError(reasonOf(error), { cause: error });
  }
}

/** fetch says only that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

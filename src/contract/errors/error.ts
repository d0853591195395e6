import type { Problem } from './problem.ts';

/** The body of every answer that is not a success, OFREP's own errors aside. */
export interface ErrorBody {
  readonly error: {
    /** Stable, for programs. */
    readonly code: string;
    /** For people: what is wrong and what to do. */
    readonly message: string;
    /** Names the request in the logs. */
    readonly request_id: string;
    /** Each value that was refused. */
    readonly problems?: readonly Problem[];
  };
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly problems?: readonly Problem[];
}

/** `problems` is left out where there are none. */
export const errorBody = ({ code, message, requestId, problems = [] }: Refusal): ErrorBody => ({
  error: { code, message, request_id: requestId, ...(problems.length > 0 ? { problems } : {}) },
});

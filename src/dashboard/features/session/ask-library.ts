import type { ErrorBody } from '../../../contract/errors/error.ts';
import { ApiError } from '../../lib/api.ts';

interface LibraryError {
  readonly message?: string;
  readonly code?: string;
}

/** better-auth's own routes, which our client has no types for. */
export async function askLibrary<Body>(path: string, body?: object): Promise<Body> {
  const response = await fetch(`/admin/auth/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new ApiError(0, { code: 'unreachable', message: `The server is out of reach: ${error}` });
  });
  const answer = (await response.json().catch(() => ({}))) as Partial<ErrorBody> & LibraryError;
  if (response.ok) return answer as Body;
  throw new ApiError(response.status, answer.error ?? answer);
}

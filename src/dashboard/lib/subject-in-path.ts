import { ApiError } from './api.ts';

/**
 * A subject is any text, and the client puts it into the path as it is given. Throws for the two that every
 * browser takes for folders, however they are written.
 */
export function subjectInPath(subject: string): string {
  if (subject !== '.' && subject !== '..') return encodeURIComponent(subject);
  throw new ApiError(400, {
    code: 'invalid_input',
    message: `No address can hold the id "${subject}". Its overrides are imported and removed with those of others: POST /admin/environments/:environment/overrides/import and /remove.`,
  });
}

import type * as z from 'zod';
import type { overrideResource } from '../../../contract/flags/override-bulk.ts';
import { admin } from '../../lib/api.ts';
import { subjectInPath } from '../../lib/subject-in-path.ts';

export type Override = z.output<typeof overrideResource>;

/** Whose override it is, and of what. */
export type OverridePlace = Pick<Override, 'flag' | 'environment' | 'scope' | 'subject'>;

export const overrideRoute =
  admin.flags[':flag'].environments[':environment'].overrides[':scope'][':subject'];

/** Throws as `subjectInPath` does. */
export const overrideParam = ({ flag, environment, scope, subject }: OverridePlace) => ({
  param: { flag, environment, scope, subject: subjectInPath(subject) },
});

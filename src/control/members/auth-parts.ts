import type { Queryable } from '../../db/connect.ts';
import type { AuditEntry } from '../audit.ts';
import type { LogInSettings } from './log-in-settings.ts';

/** What better-auth is given of one request. */
export interface AuthParts {
  readonly tx: Queryable;
  readonly audit: (entry: AuditEntry) => void;
  readonly settings: LogInSettings;
  readonly origin: string;
  /** Told of what better-auth catches and answers as something else. */
  readonly onError: (error: Error) => void;
}

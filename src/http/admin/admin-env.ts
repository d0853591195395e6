import type { ControlContext } from '../../control/context.ts';

/** What the control plane is made of; see `control-plane.ts`. */
export interface AdminCapabilities extends Pick<ControlContext, 'database' | 'now'> {
  /** Absent where none is configured, or it is too short to be one. */
  readonly adminSecret: string | undefined;
  /** Publishes one environment. Rejects when the database or the store cannot be reached. */
  readonly publish: (environment: string) => Promise<{ readonly version: number } | undefined>;
  /** Takes what no caller may see. */
  readonly logError: (message: string, error: unknown) => void;
}

/** What the routes find in Hono's context. */
export interface AdminEnv {
  Variables: { requestId: string; control: ControlContext };
}

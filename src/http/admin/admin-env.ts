import type { ControlContext } from '../../control/context.ts';
import type { PublishCapabilities } from '../../control/publish-all.ts';

/** What the control plane is made of; see `control-plane.ts`. */
export interface AdminCapabilities
  extends Pick<ControlContext, 'auditAnchors' | 'database' | 'now' | 'published' | 'webhooks'>,
    PublishCapabilities {
  /** Absent where none is configured, or it is too short to be one. */
  readonly adminSecret: string | undefined;
}

/** What the routes find in Hono's context. */
export interface AdminEnv {
  Variables: { requestId: string; control: ControlContext };
}

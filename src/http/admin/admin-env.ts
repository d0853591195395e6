import type { Attempts } from '../../attempts/attempts.ts';
import type { ControlContext } from '../../control/context.ts';
import type { LogInSettings } from '../../control/members/log-in-settings.ts';
import type { PublishCapabilities } from '../../control/publish-all.ts';
import type { AccessVerifier } from './access/access-verifier.ts';

/** What the control plane is made of; see `control-plane.ts`. */
export interface AdminCapabilities
  extends Pick<
      ControlContext,
      'auditAnchors' | 'database' | 'listAlerts' | 'listKeyUses' | 'now' | 'published' | 'webhooks'
    >,
    PublishCapabilities {
  /** Stops whoever guesses. */
  readonly attempts: Attempts;
  /** Absent where none is configured, or it is too short to be one. */
  readonly adminSecret: string | undefined;
  /** Absent where nobody can log in. */
  readonly logIn?: LogInSettings | undefined;
  /** Absent where Cloudflare Access is not in front. */
  readonly access?: AccessVerifier | undefined;
}

/** What the routes find in Hono's context. */
export interface AdminEnv {
  Variables: { requestId: string; control: ControlContext };
}

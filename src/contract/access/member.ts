import * as z from 'zod';
import { displayName } from '../fields/identifier.ts';
import { pageInput } from '../fields/page.ts';
import { role } from './api-key.ts';
import { passwordCharacters } from './password-characters.ts';

/** In lower case, as it names a member. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('expected an e-mail address'));

const newPassword = z.string().min(passwordCharacters.least).max(passwordCharacters.most);

export const createFirstAdminInput = z.strictObject({
  email: emailAddress,
  name: displayName,
  password: newPassword,
});
export type CreateFirstAdminInput = z.input<typeof createFirstAdminInput>;

export const changeRoleInput = z.strictObject({ role });
export type ChangeRoleInput = z.input<typeof changeRoleInput>;

export const changePasswordInput = z.strictObject({
  current_password: z.string().max(passwordCharacters.most),
  new_password: newPassword,
});
export type ChangePasswordInput = z.input<typeof changePasswordInput>;

const longestInvitationHours = 30 * 24;

export const inviteMemberInput = z.strictObject({
  email: emailAddress,
  role: role.default('viewer'),
  expires_in_hours: z
    .int()
    .min(1)
    .max(longestInvitationHours)
    .default(7 * 24),
});
export type InviteMemberInput = z.input<typeof inviteMemberInput>;

export const acceptInvitationInput = z.strictObject({
  token: z.string().max(100),
  name: displayName,
  password: newPassword,
});
export type AcceptInvitationInput = z.input<typeof acceptInvitationInput>;

const longestResetHours = 3 * 24;

export const issuePasswordResetInput = z.strictObject({
  expires_in_hours: z.int().min(1).max(longestResetHours).default(24),
});
export type IssuePasswordResetInput = z.input<typeof issuePasswordResetInput>;

export const resetPasswordInput = z.strictObject({
  token: z.string().max(100),
  password: newPassword,
});
export type ResetPasswordInput = z.input<typeof resetPasswordInput>;

/** One's own, or for an admin those of somebody else. */
export const listSessionsInput = pageInput.extend({ member: z.string().max(100).optional() });
export type ListSessionsInput = z.input<typeof listSessionsInput>;

const instant = z.iso.datetime();

export const memberResource = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role,
    created_at: instant,
  })
  .meta({ id: 'Member' });
export type MemberResource = z.output<typeof memberResource>;

export const invitationResource = z
  .object({
    id: z.string(),
    email: z.string(),
    role,
    invited_by: z.string(),
    created_at: instant,
    expires_at: instant,
    accepted_at: instant.nullable(),
    revoked_at: instant.nullable(),
  })
  .meta({ id: 'Invitation' });
export type InvitationResource = z.output<typeof invitationResource>;

/** The link and its token are shown this once. */
export const newInvitationResource = invitationResource.extend({
  token: z.string(),
  link: z.url(),
});
export type NewInvitationResource = z.output<typeof newInvitationResource>;

/** The link and its token are shown this once. */
export const newPasswordReset = z.object({
  email: z.string(),
  expires_at: instant,
  token: z.string(),
  link: z.url(),
});
export type NewPasswordReset = z.output<typeof newPasswordReset>;

export const sessionResource = z
  .object({
    id: z.string(),
    /** Whether the request that lists it came by it. */
    is_current: z.boolean(),
    created_at: instant,
    expires_at: instant,
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
  })
  .meta({ id: 'Session' });
export type SessionResource = z.output<typeof sessionResource>;

export const meResource = z.object({
  /** As the audit log names whoever asks. */
  actor: z.string(),
  role,
  /** ADMIN_SECRET opens only what starts and repairs a deployment. */
  is_secret: z.boolean(),
  /** Null for a key and for ADMIN_SECRET. */
  member: memberResource.nullable(),
});
export type MeResource = z.output<typeof meResource>;

export const logInWays = z.object({
  /** False where nobody can log in here: ADMIN_SECRET is not set. */
  password: z.boolean(),
  passkey: z.boolean(),
  providers: z.array(z.enum(['github', 'google'])),
  /** Whether Cloudflare Access says who asks. */
  access: z.boolean(),
});
export type LogInWays = z.output<typeof logInWays>;

export const memberPage = z.object({
  members: z.array(memberResource),
  next_cursor: z.string().nullable(),
});
export type MemberPage = z.output<typeof memberPage>;

export const invitationPage = z.object({
  invitations: z.array(invitationResource),
  next_cursor: z.string().nullable(),
});
export type InvitationPage = z.output<typeof invitationPage>;

export const sessionPage = z.object({
  sessions: z.array(sessionResource),
  next_cursor: z.string().nullable(),
});
export type SessionPage = z.output<typeof sessionPage>;

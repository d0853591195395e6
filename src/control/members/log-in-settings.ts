/** What better-auth is configured by, beside the request. */
export interface LogInSettings {
  /** Signs cookies. */
  readonly secret: string;
  readonly providers: LogInProviders;
}

export type LogInProviders = Partial<
  Readonly<
    Record<'github' | 'google', { readonly clientId: string; readonly clientSecret: string }>
  >
>;

/** A cookie is good for so long after it was last renewed, and is renewed after the other. */
export const sessionSeconds = { lifetime: 7 * 86_400, renewal: 86_400 } as const;

/** By https, browsers take a cookie of that prefix from https alone. */
export const sessionCookieName = (origin: string): string =>
  `${origin.startsWith('https:') ? '__Secure-' : ''}burgee.session_token`;

interface Handed {
  /** Of the request that made it: the link is to the same origin. */
  readonly url: string;
  readonly token: string;
}

/** What follows the # never leaves the browser: it is in no log, and in no Referer. */
export const linkTo = (page: 'invitation' | 'password-reset', { url, token }: Handed): string =>
  `${new URL(url).origin}/dashboard/${page}#${token}`;

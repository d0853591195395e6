const tokenBytes = 32;

/** What a link to one person holds. Kept as its SHA-256 alone. */
export const createLinkToken = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(tokenBytes))).toString('base64url');

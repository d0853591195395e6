/** Of flags and segments. Apart from its schema, so that a page can tell without zod. */
export const dottedKeyPattern = /^[a-z0-9][a-z0-9._-]{0,99}$/;

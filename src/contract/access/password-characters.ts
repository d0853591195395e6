/** How long a password may be. */
export const passwordCharacters = { least: 12, most: 128 } as const;

/** A text within a pattern of `like`, of which every sign means itself. */
export const escapePattern = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

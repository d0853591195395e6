const mostCharacters = 100;

/** Nothing of it is markup: Slack reads `<!channel>` as a call, and `*` and `_` as emphasis. */
export const escapeText = (text: string, most: number = mostCharacters): string =>
  [...(text.length > most ? `${text.slice(0, most)}…` : text)]
    .map((character) => escapes[character] ?? character)
    .join('')
    .replace(/\s+/g, ' ');

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '*': '∗',
  '`': 'ˋ',
  '~': '∼',
};

const quotes = ["'", '"', '`'];

/** In the dialect of dotenv with expansion, which is what wrangler reads. Throws what it cannot say. */
export function toEnvFile(variables: Record<string, string>): string {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${quote(name, value)}`);
  return `${lines.join('\n')}\n`;
}

function quote(name: string, value: string): string {
  const mark = quotes.find((candidate) => !value.includes(candidate));
  if (mark === undefined || /[\r\n\\]/.test(value)) {
    throw new Error(`${name} holds characters that cannot be handed to wrangler`);
  }
  return mark + value.replaceAll('$', '\\$') + mark;
}

/** One structured line. The values of a query, addresses of databases, keys and tokens are cut out. */
export function logError(message: string, error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the platform collects logs from the console
  console.error(JSON.stringify({ level: 'error', message, error: describe(error) }));
}

/** What happened, where nothing went wrong, or only a part of it: errors among the details are described. */
export function logEvent(message: string, details: Readonly<Record<string, unknown>>): void {
  const line = { level: 'info', message, ...details };
  // biome-ignore lint/suspicious/noConsole: the platform collects logs from the console
  console.log(JSON.stringify(line, (_, each) => (each instanceof Error ? describe(each) : each)));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return redact(String(error));
  const cause = error.cause === undefined ? '' : ` (${describe(error.cause)})`;
  return `${error.name}: ${redact(error.message)}${cause}`;
}

/**
 * Drizzle quotes the parameters of a failed query; the driver, a connection string it cannot read. Keys
 * and the tokens of live streams (JWTs, whatever they are signed with) travel in addresses.
 */
const redact = (text: string): string =>
  text
    .replace(/\nparams: [\s\S]*$/, '')
    .replace(/postgres(?:ql)?:\/\/\S+/gi, 'postgres://…')
    .replace(/bg[csa]_[\w-]+/g, 'bg…')
    .replace(/\beyJ[\w-]*(?:\.[\w-]*){1,2}/g, 'eyJ…');

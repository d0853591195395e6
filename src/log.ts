/** One structured line. The values of a query, addresses of databases and keys are cut out. */
export function logError(message: string, error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the platform collects logs from the console
  console.error(JSON.stringify({ level: 'error', message, error: describe(error) }));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return redact(String(error));
  const cause = error.cause === undefined ? '' : ` (${describe(error.cause)})`;
  return `${error.name}: ${redact(error.message)}${cause}`;
}

/** Drizzle quotes the parameters of a failed query; the driver, a connection string it cannot read. */
const redact = (text: string): string =>
  text
    .replace(/\nparams: [\s\S]*$/, '')
    .replace(/postgres(?:ql)?:\/\/\S+/gi, 'postgres://…')
    .replace(/bg[csa]_[\w-]+/g, 'bg…');

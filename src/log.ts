/** One structured line. Takes no caller's data but what `message` says; secrets never reach it. */
export function logError(message: string, error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the platform collects logs from the console
  console.error(JSON.stringify({ level: 'error', message, error: redact(describe(error)) }));
}

/** The driver names the whole connection string where it cannot read it. */
const redact = (text: string): string =>
  text.replace(/postgres(?:ql)?:\/\/\S+/gi, 'postgres://…').replace(/bg[csa]_[\w-]+/g, 'bg…');

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` (${describe(error.cause)})`;
  return `${error.name}: ${error.message}${cause}`;
}

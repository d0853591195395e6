/** The variables of a start that its advice repeats; a secret is none of them. */
export interface GivenVariables {
  readonly DEV_DIR: string | undefined;
  readonly PORT: string | undefined;
}

/** As a person types it in a shell. */
export function startCommand({ DEV_DIR, PORT }: GivenVariables): string {
  const words = Object.entries({ DEV_DIR, PORT })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${shellWord(value ?? '')}`);
  return [...words, 'npm run dev'].join(' ');
}

/** Beside the given one. */
export function otherFolder({ DEV_DIR = '.dev' }: GivenVariables): string {
  return `${DEV_DIR.replace(/\/+$/, '')}-2`;
}

function shellWord(text: string): string {
  return /^[\w./@%+:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Replaces the file as a whole; only its owner may read it. */
export function writePrivateFile(file: string, text: string) {
  writeTemporary(file, text, (temporary) => renameSync(temporary, file));
}

/** False when the file exists already; a reader never sees half of it. */
export function createPrivateFile(file: string, text: string): boolean {
  try {
    writeTemporary(file, text, (temporary) => linkSync(temporary, file));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when the file is absent or no JSON object. */
export function readJsonFile(file: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function writeTemporary(file: string, text: string, use: (temporary: string) => void) {
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, text, { mode: 0o600 });
    use(temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
}

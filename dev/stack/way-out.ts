import type { Settings } from './settings.ts';
import { otherFolder, startCommand } from './start-command.ts';

/** When the database itself is what hinders the start. */
export function wayToEmptyDatabase({ databaseUrl, devDirName, given }: Settings): string {
  if (databaseUrl !== undefined) {
    return 'use another database in DATABASE_URL, or unset it for the embedded Postgres';
  }
  const beside = startCommand({ ...given, DEV_DIR: otherFolder(given) });
  return `begin with an empty database: ${beside}; or remove ${devDirName} and all its data, and start again`;
}

/** When nobody foresaw what failed. */
export function lastWayOut(settings: Settings): string {
  return `see the logs in ${settings.devDirName} and try again; if that does not help, ${wayToEmptyDatabase(settings)}`;
}

/** Of the command; `usage` and `defect` are those of sysexits.h. */
export const exitCodes = {
  ok: 0,
  /** The database is not sound, or what was asked for was refused or has failed. */
  unsound: 1,
  /** The database cannot be asked. */
  unavailable: 2,
  usage: 64,
  defect: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

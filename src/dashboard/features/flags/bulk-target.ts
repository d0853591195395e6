/** Flags with which something is to be done in an environment, and who hears of the end. */
export interface BulkTarget {
  readonly keys: readonly string[];
  readonly environment: string;
  readonly onClose: () => void;
  /** With the keys of those with which it was not done. */
  readonly onDone: (left: readonly string[]) => void;
}

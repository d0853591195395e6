/** What came of a call of wrangler. */
export interface WranglerEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What it wrote to its output file for programs, in order. */
  readonly entries: readonly WranglerEntry[];
}

export interface WranglerEntry {
  readonly type: string;
  readonly version_id?: string | null;
  readonly targets?: readonly string[];
  readonly message?: string;
  readonly code?: number | string;
}

import { parseRecordedProcess, type RecordedProcess } from './recorded-process.ts';

/** What `$DEV_DIR/dev.lock` holds while a run lives, and after it was killed. */
export interface LockContent extends RecordedProcess {
  /** Null until the port is chosen. */
  readonly url: string | null;
  /** See handleFaults; null when Neon itself is the database. */
  readonly neon_faults_url: string | null;
  readonly postgres: RecordedProcess | null;
  readonly wrangler: RecordedProcess | null;
}

/** Undefined for anything that no run has written. */
export function parseLock(text: string): LockContent | undefined {
  const value = parseObject(text);
  const run = parseRecordedProcess(value);
  if (!run) return undefined;
  return {
    ...run,
    url: textOrNull(value.url),
    neon_faults_url: textOrNull(value.neon_faults_url),
    postgres: parseRecordedProcess(value.postgres),
    wrangler: parseRecordedProcess(value.wrangler),
  };
}

export function formatLock(content: LockContent): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

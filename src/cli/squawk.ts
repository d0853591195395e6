import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './project.ts';

/** What a linter of migrations says of some. */
export interface LintFinding {
  /** Below drizzle/. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
  readonly help: string;
}

const squawk = join(projectRoot, 'node_modules/squawk-cli/js/bin/squawk');

/** Undefined where squawk is not installed. */
export async function lintMigrations(
  tags: readonly string[],
): Promise<readonly LintFinding[] | undefined> {
  if (!existsSync(squawk)) return undefined;
  if (tags.length === 0) return [];
  const files = tags.map((tag) => `drizzle/${tag}.sql`);
  const args = [squawk, '--reporter', 'json', ...files];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: projectRoot }).catch(
    (error: { stdout?: string }) => {
      // It ends with 1 when it has found something.
      if (error.stdout?.startsWith('[')) return { stdout: error.stdout };
      throw error;
    },
  );
  return (JSON.parse(stdout) as Printed[]).map(({ file, line, rule_name, message, help }) => ({
    file: file.replace(/^drizzle\//, ''),
    line: line + 1,
    rule: rule_name,
    message,
    help: help ?? '',
  }));
}

interface Printed {
  readonly file: string;
  /** From 0. */
  readonly line: number;
  readonly rule_name: string;
  readonly message: string;
  readonly help: string | null;
}

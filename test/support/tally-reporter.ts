import type { Reporter, TestModule } from 'vitest/node';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * The last line of the whole run: `N passed, N failed`, with `, N skipped` when there are some.
 * Whatever else makes a run fail (a file that does not load, a hook, an error outside any test, a
 * run that never got to its end) counts as one failure, so a failed run never says `0 failed`.
 */
// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export
export default class TallyReporter implements Reporter {
  #tally: Tally = { passed: 0, failed: 1, skipped: 0 };

  onInit() {
    process.once('exit', () => process.stdout.write(`${toLine(this.#tally)}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: string) {
    const tally = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) count(module, tally);
    if (reason !== 'passed' && tally.failed === 0) tally.failed = 1;
    this.#tally = tally;
  }
}

function count(module: TestModule, tally: Tally) {
  let failures = 0;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') tally.passed += 1;
    else if (state === 'skipped') tally.skipped += 1;
    else failures += 1;
  }
  const brokeOutsideTests = module.state() === 'failed' && failures === 0;
  tally.failed += failures + (brokeOutsideTests ? 1 : 0);
}

function toLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { measureFirstLoad, mostFirstLoadBytes } from '../../dev/first-load.ts';
import { projectRoot } from '../../dev/project-root.ts';

it('shows the flags by no more script than is allowed', { timeout: 120_000 }, () => {
  execFileSync('node', ['dev/build-dashboard.ts'], { cwd: projectRoot });
  const scripts = measureFirstLoad();
  expect(scripts.map(({ path }) => path)).toContain('/dashboard/color-scheme.js');
  const bytes = scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  expect(bytes).toBeLessThan(mostFirstLoadBytes);
  expect(bytes).toBeGreaterThan(50_000);
});

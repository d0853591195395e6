import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dashboardPages } from '../../test/support/dashboard-pages.ts';
import { startDashboard } from '../../test/support/dashboard-run.ts';
import { furnishSights } from '../../test/support/furnish-sights.ts';
import { startReceiver } from '../../test/support/webhook-receiver.ts';
import { projectRoot } from '../project-root.ts';
import { createProgress } from '../stack/progress.ts';
import { takePictures } from './take-pictures.ts';

/**
 * `npm run screenshots`: every page of the dashboard on the data of the demo, in both schemes, on a desktop and
 * on a phone, into `screenshots/`; `-- --docs` also writes those of the README anew, `-- NAME…` takes no others.
 */
const folder = join(projectRoot, 'screenshots');
const names = process.argv.slice(2).filter((each) => each !== '--docs');
const forDocs = process.argv.includes('--docs');
const progress = createProgress((text) => process.stdout.write(text), new AbortController().signal);

const run = await progress.step('Burgee and a browser', startDashboard);
const receiver = await startReceiver();
const stop = async () => {
  receiver.stop();
  await run.stop();
};
process.once('SIGINT', () => void stop().finally(() => process.exit(130)));
try {
  const sights = await furnishSights(run, { progress, receiver });
  const pages = dashboardPages(sights).filter(
    ({ name }) => names.length === 0 || names.includes(name),
  );
  if (names.length === 0) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const page of pages) {
    await progress.step(page.name, () => takePictures(run, { page, folder, forDocs }));
  }
  console.log(`${pages.length * 4} pictures are in ${folder}`);
} finally {
  await stop();
}
process.exit();

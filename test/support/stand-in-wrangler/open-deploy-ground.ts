import { openDatabase } from '../burgee-command.ts';
import { runningAccount } from './account-state.ts';
import { openStandInAccount } from './open-stand-in-account.ts';
import { openVisitedWorker } from './visited-worker.ts';

export type DeployGround = Awaited<ReturnType<typeof openDeployGround>>;

/** What `burgee deploy` works on: a database, an account with a Worker that runs well, and that Worker. */
export async function openDeployGround() {
  const [database, account] = [await openDatabase('migrated'), openStandInAccount(runningAccount)];
  const worker = await openVisitedWorker(account.read);
  const env = {
    ...account.env,
    DATABASE_URL: database.databaseUrl,
    BURGEE_URL: worker.url,
    BURGEE_KEY: 'bgs_production_test',
    ADMIN_SECRET: 'an-admin-secret-of-more-than-32-characters',
  };
  const close = async () => {
    await worker.close();
    account.close();
    await database.close();
  };
  return { database, account, worker, env, close };
}

import { endPostmaster, endProcessGroup } from '../processes/end-processes.ts';
import { listProcesses } from '../processes/process-table.ts';
import type { LockContent } from './lock-content.ts';
import { isAlive, isReplaced, type RecordedProcess } from './recorded-process.ts';

type Note = (message: string) => void;

/** Ends what a killed run left, each process only after it proved to be the recorded one. */
export async function endLeftovers({ wrangler, postgres }: LockContent, note: Note) {
  if (wrangler) await endWrangler(wrangler, note);
  if (postgres) await endPostgres(postgres, note);
}

/** A group outlives its leader, so a leader that is gone proves nothing. */
async function endWrangler(recorded: RecordedProcess, note: Note) {
  if (isReplaced(recorded)) return;
  const { pid } = recorded;
  const members = listProcesses().filter((entry) => entry.groupId === pid);
  if (!members.some(({ command }) => /wrangler|workerd|esbuild/.test(command))) return;
  await endProcessGroup(pid);
  note(`ended its wrangler and workerd (process group ${pid})`);
}

async function endPostgres(recorded: RecordedProcess, note: Note) {
  if (!isAlive(recorded)) return;
  await endPostmaster(recorded.pid);
  note(`ended its Postgres (process ${recorded.pid})`);
}

import { freePort, freePortBeside, isPortFree } from '../processes/free-port.ts';
import { findPortHolder } from '../processes/port-holder.ts';
import type { Settings } from './settings.ts';
import { startCommand } from './start-command.ts';
import { StartError } from './start-error.ts';

/** The wanted port, or any free one for 0. Throws StartError, naming the holder when it can. */
export async function choosePort({ port: wanted, given }: Settings): Promise<number> {
  if (wanted === 0) return freePort();
  if (await isPortFree(wanted)) return wanted;
  const holder = findPortHolder(wanted);
  const by = holder ? ` by process ${holder.pid} (${holder.command.slice(0, 100)})` : '';
  const other = startCommand({ ...given, PORT: String(await freePortBeside(wanted)) });
  throw new StartError(`port ${wanted} is taken${by}`, `use another: ${other}`);
}

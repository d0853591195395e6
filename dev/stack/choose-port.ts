import { freePort, isPortFree } from '../processes/free-port.ts';
import { findPortHolder } from '../processes/port-holder.ts';
import { StartError } from './start-error.ts';

/** The wanted port, or any free one for 0. Throws StartError, naming the holder when it can. */
export async function choosePort(wanted: number): Promise<number> {
  if (wanted === 0) return freePort();
  if (await isPortFree(wanted)) return wanted;
  const holder = findPortHolder(wanted);
  const by = holder ? ` by process ${holder.pid} (${holder.command.slice(0, 100)})` : '';
  const other = await freePort(wanted + 1);
  throw new StartError(`port ${wanted} is taken${by}`, `use another: PORT=${other} npm run dev`);
}

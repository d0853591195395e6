/** Does nothing when the process has ended. */
export function sendSignal(pid: number, signal: NodeJS.Signals) {
  assertNamesOne(pid);
  send(pid, signal);
}

/** To every process of a group. Does nothing when none is left. */
export function sendGroupSignal(groupId: number, signal: NodeJS.Signals) {
  assertNamesOne(groupId);
  send(-groupId, signal);
}

/** kill(2) reads 0 as the sender's group and -1 as every process of the account; 1 is the system's. */
function assertNamesOne(pid: number) {
  if (!Number.isSafeInteger(pid) || pid <= 1) throw new Error(`no signal can be sent to ${pid}`);
}

function send(target: number, signal: NodeJS.Signals) {
  try {
    process.kill(target, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

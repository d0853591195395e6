import { expect, it, vi } from 'vitest';
import { sendGroupSignal, sendSignal } from '../../dev/processes/send-signal.ts';

it.each([-1, 0, 1, Number.NaN, 2.5])(
  'sends no signal to %d, which names no process of ours',
  (pid) => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    expect(() => sendSignal(pid, 'SIGKILL')).toThrow(`no signal can be sent to ${pid}`);
    expect(() => sendGroupSignal(pid, 'SIGKILL')).toThrow(`no signal can be sent to ${pid}`);
    expect(kill).not.toHaveBeenCalled();
    kill.mockRestore();
  },
);

import { setTimeout as sleep } from 'node:timers/promises';

export type FaultChannel = 'http' | 'websocket';

/** Where in a request or session the fault strikes. A single query over HTTP commits by itself. */
export type FaultPoint = 'start' | 'before_commit' | 'after_commit';

export type FaultAction =
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Never an answer, the connection stays open. */
  | { readonly kind: 'hang' }
  /** The connection is cut without an answer; before the commit, the transaction rolls back. */
  | { readonly kind: 'reset' }
  /** This HTTP answer, also to the request for an upgrade; an open WebSocket is cut instead. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  /** As if Postgres had said so; over a WebSocket it is fatal to the session. */
  | { readonly kind: 'sqlstate'; readonly code: string; readonly message?: string }
  /** The port is closed while the fault lasts; channel, point and times do not matter. */
  | { readonly kind: 'refuse' };

export interface Fault {
  readonly action: FaultAction;
  /** Both when absent. */
  readonly channel?: FaultChannel;
  /** `start` when absent. */
  readonly at?: FaultPoint;
  /** For ever when absent. */
  readonly times?: number;
}

/** What to do instead of going on; a delay has passed already when one is given. */
export type FaultReply =
  | Exclude<FaultAction, { kind: 'delay' | 'refuse' | 'sqlstate' }>
  | SqlstateReply;

export type SqlstateReply = Required<Extract<FaultAction, { kind: 'sqlstate' }>>;

export interface Faults {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  readonly list: () => readonly Fault[];
  /** Uses up one time of the first fault that fits; undefined lets the request go on. */
  readonly reply: (channel: FaultChannel, at: FaultPoint) => Promise<FaultReply | undefined>;
}

/** `onRefuse` is told whenever the port should be closed or open again. */
export function createFaults(onRefuse: (refused: boolean) => void): Faults {
  let faults: Fault[] = [];
  const set = (next: Fault[]) => {
    faults = next;
    onRefuse(next.some(({ action }) => action.kind === 'refuse'));
  };
  return {
    add: (fault) => set([...faults, { ...fault }]),
    clear: () => set([]),
    list: () => faults,
    reply: async (channel, at) => {
      const fault = faults.find((candidate) => fits(candidate, channel, at));
      if (!fault) return undefined;
      faults = useOnce(faults, fault);
      return perform(fault.action);
    },
  };
}

function fits(
  { channel, at = 'start', action }: Fault,
  inChannel: FaultChannel,
  point: FaultPoint,
) {
  return action.kind !== 'refuse' && at === point && (channel ?? inChannel) === inChannel;
}

function useOnce(faults: Fault[], used: Fault): Fault[] {
  if (used.times === undefined) return faults;
  const left = { ...used, times: used.times - 1 };
  return faults.flatMap((fault) => (fault !== used ? [fault] : left.times > 0 ? [left] : []));
}

async function perform(action: FaultAction): Promise<FaultReply | undefined> {
  if (action.kind === 'refuse') return undefined;
  if (action.kind === 'sqlstate') return { message: 'fault injected by the proxy', ...action };
  if (action.kind !== 'delay') return action;
  await sleep(action.milliseconds);
  return undefined;
}

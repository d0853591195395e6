import { connect, type Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { FaultPoint, FaultReply, SqlstateReply } from './faults.ts';
import type { PostgresAddress } from './postgres-address.ts';
import {
  containsCommitComplete,
  createMessageSplitter,
  fatalErrorBytes,
  isCommit,
  type WireMessage,
} from './wire-messages.ts';

export interface TunnelEnds {
  readonly webSocket: WebSocket;
  readonly address: PostgresAddress;
  readonly reply: (at: FaultPoint) => Promise<FaultReply | undefined>;
}

/**
 * Carries a session's bytes both ways, in order. The end of either side is the end of the other.
 * Text frames are no part of the protocol and end the session.
 */
export function openTunnel({ webSocket, address, reply }: TunnelEnds) {
  const postgres = connect(address);
  postgres.setNoDelay(true);
  const state = { webSocket, postgres, reply, awaitsCommit: false };
  const split = createMessageSplitter();
  const toServer = createQueue();
  const toClient = createQueue();

  webSocket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) return webSocket.close(1003, 'unexpected text frame');
    for (const message of split(data)) toServer(() => passToServer(state, message));
  });
  postgres.on('data', (bytes) => toClient(() => passToClient(state, bytes)));
  postgres.on('close', () => toClient(() => webSocket.close(1000)));
  postgres.on('error', () => webSocket.close(1011, 'no connection to Postgres'));
  webSocket.on('close', () => postgres.destroy());
  webSocket.on('error', () => postgres.destroy());
}

interface TunnelState {
  readonly webSocket: WebSocket;
  readonly postgres: Socket;
  readonly reply: TunnelEnds['reply'];
  awaitsCommit: boolean;
}

async function passToServer(state: TunnelState, message: WireMessage) {
  if (isCommit(message)) {
    const fault = await state.reply('before_commit');
    if (fault) return breakSession(state, fault);
    state.awaitsCommit = true;
  }
  state.postgres.write(message.bytes);
}

async function passToClient(state: TunnelState, bytes: Buffer) {
  if (state.awaitsCommit && containsCommitComplete(bytes)) {
    state.awaitsCommit = false;
    const fault = await state.reply('after_commit');
    if (fault) return breakSession(state, fault);
  }
  if (state.webSocket.readyState === state.webSocket.OPEN) state.webSocket.send(bytes);
}

/** Postgres loses the session whatever the fault, so what was not committed is rolled back. */
function breakSession({ webSocket, postgres }: TunnelState, fault: FaultReply) {
  postgres.removeAllListeners('close');
  postgres.destroy();
  if (fault.kind === 'hang') return;
  if (fault.kind !== 'sqlstate') return webSocket.terminate();
  endWithError(webSocket, fault);
}

export function endWithError(webSocket: WebSocket, { code, message }: SqlstateReply) {
  webSocket.send(fatalErrorBytes(code, message));
  webSocket.close(1000);
}

/** Runs steps one after the other, so a delayed one holds back those behind it. */
function createQueue(): (step: () => void | Promise<void>) => void {
  let last = Promise.resolve();
  return (step) => {
    last = last.then(step);
  };
}

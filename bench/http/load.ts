import { converse } from './connection.ts';

/**
 * A child process that loads servers, all at the same time, until it is ended. Told whom with one
 * message; asked for its counts by any other.
 */
export interface Target {
  readonly port: number;
  readonly connections: number;
  readonly requests: readonly string[];
  readonly status: number;
  /** The size of the right answer to each of the requests. */
  readonly bodyBytes: readonly number[];
}

export interface Count {
  readonly answers: number;
  /** Answers of another status or size, and connections that broke. */
  readonly errors: number;
}

let counts: readonly Count[] = [];

process.on('message', (message: readonly Target[] | 'count') => {
  if (message === 'count') process.send?.(counts);
  else counts = message.map(load);
});

function load({ port, connections, requests, status, bodyBytes }: Target): Count {
  const count = { answers: 0, errors: 0 };
  const buffers = requests.map((request) => Buffer.from(request));
  for (let each = 0; each < connections; each += 1) {
    // Each connection begins elsewhere, so that the requests are asked evenly.
    let turn = Math.floor((each * buffers.length) / connections);
    converse({
      port,
      nextRequest: () => {
        turn = turn + 1 === buffers.length ? 0 : turn + 1;
        return buffers[turn] as Buffer;
      },
      onAnswer: (answer) => {
        count.answers += 1;
        if (answer.status !== status || answer.bodyBytes !== bodyBytes[turn]) count.errors += 1;
      },
      onBreak: () => {
        count.errors += 1;
      },
    });
  }
  return count;
}

import { connect } from 'node:net';

/** An answer, of which only what is checked is read. */
export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly bodyBytes: number;
}

/**
 * One keep-alive connection: asks, reads the whole answer, asks the next. Understands answers that
 * say their length, as those of a constant text do.
 */
export interface Conversation {
  readonly port: number;
  readonly nextRequest: () => Buffer;
  readonly onAnswer: (answer: Answer) => void;
  readonly onBreak: () => void;
}

const endOfHead = '\r\n\r\n';

/** Opens it again when it breaks. */
export function converse(conversation: Conversation): void {
  const { port, nextRequest, onAnswer, onBreak } = conversation;
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let head = '';
  let missingBytes = 0;
  let answer: Answer | undefined;

  const ask = () => {
    head = '';
    answer = undefined;
    socket.write(nextRequest());
  };
  const read = (chunk: Buffer) => {
    if (answer) return readBody(chunk.length);
    head += chunk.toString('latin1');
    const end = head.indexOf(endOfHead);
    if (end === -1) return;
    const bodyBytes = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    answer = { status: Number(head.slice(9, 12)), head: head.slice(0, end), bodyBytes };
    missingBytes = bodyBytes;
    readBody(head.length - end - endOfHead.length);
  };
  const readBody = (bytes: number) => {
    missingBytes -= bytes;
    if (missingBytes > 0 || !answer) return;
    if (missingBytes < 0) return void socket.destroy();
    onAnswer(answer);
    ask();
  };

  socket.once('connect', ask);
  socket.on('data', read);
  socket.on('error', () => {});
  socket.once('close', () => {
    onBreak();
    setTimeout(converse, reopenAfterMilliseconds, conversation);
  });
}

const reopenAfterMilliseconds = 100;

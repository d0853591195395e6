/** One message of the Postgres protocol 3.0, as the client sent it. */
export interface WireMessage {
  /** Its first byte; empty for the messages before a session, which have none. */
  readonly type: string;
  readonly bytes: Buffer;
}

const typeBytes = 1;
const lengthBytes = 4;
const startupProtocol = 3;

/** Cuts a client's bytes into whole messages, however they were split or joined on the way. */
export function createMessageSplitter(): (bytes: Buffer) => WireMessage[] {
  let rest = Buffer.alloc(0);
  let started = false;
  const next = (): WireMessage | undefined => {
    const prefix = started ? typeBytes : 0;
    if (rest.length < prefix + lengthBytes) return undefined;
    const end = prefix + Math.max(lengthBytes, rest.readUInt32BE(prefix));
    if (rest.length < end) return undefined;
    const bytes = rest.subarray(0, end);
    rest = rest.subarray(end);
    const type = bytes.toString('latin1', 0, prefix);
    started ||= isStartup(bytes);
    return { type, bytes };
  };
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    return collect(next);
  };
}

/** Other messages without a type ask for encryption or cancel a query; a session may follow them. */
function isStartup(bytes: Buffer): boolean {
  return bytes.length > lengthBytes + 1 && bytes.readUInt16BE(lengthBytes) === startupProtocol;
}

/** A simple query, or the preparation of one, that ends a transaction for good. */
export function isCommit({ type, bytes }: WireMessage): boolean {
  if (type !== 'Q' && type !== 'P') return false;
  const strings = bytes.toString('utf8', typeBytes + lengthBytes).split('\0');
  const text = type === 'Q' ? strings[0] : strings[1];
  return /^\s*(commit|end)\b/i.test(text ?? '');
}

/** Whether the server's bytes hold its word that a transaction was committed. */
export function containsCommitComplete(bytes: Buffer): boolean {
  return bytes.includes('COMMIT\0');
}

/** The ErrorResponse with which a server ends a session. */
export function fatalErrorBytes(code: string, message: string): Buffer {
  const fields = `SFATAL\0VFATAL\0C${code}\0M${message}\0\0`;
  const body = Buffer.from(fields, 'utf8');
  const head = Buffer.alloc(typeBytes + lengthBytes);
  head.write('E', 'latin1');
  head.writeUInt32BE(lengthBytes + body.length, typeBytes);
  return Buffer.concat([head, body]);
}

function collect<T>(next: () => T | undefined): T[] {
  const items: T[] = [];
  for (let item = next(); item !== undefined; item = next()) items.push(item);
  return items;
}

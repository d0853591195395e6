import { type EventStream, openEventStream } from './event-stream.ts';
import { streamAddress } from './stream-address.ts';
import type { Subject } from './subject.ts';

/** An address is asked for anew each time: those with a token grow old. */
export async function currentAddress({ askAll, settings }: Subject): Promise<URL> {
  const address = streamAddress(await askAll(), settings.baseUrl);
  if (address === undefined) throw new Error('a stream was announced, and is no more');
  return address;
}

export function openAt(subject: Subject, address: URL, lastEventId?: string): Promise<EventStream> {
  const { settings, capabilities } = subject;
  return openEventStream(address.href, settings, {
    fetch: capabilities.fetch,
    ...(lastEventId === undefined ? {} : { lastEventId }),
  });
}

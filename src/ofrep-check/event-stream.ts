import { NoAnswerError, reasonOf } from './http-client.ts';
import type { Capabilities, Settings } from './settings.ts';

export interface EventStream {
  readonly status: number;
  readonly headers: Headers;
  /** What `look` finds in all that has come so far; undefined when it is not found in time. */
  readonly waitFor: <Found>(
    look: (text: string) => Found | undefined,
    seconds: number,
  ) => Promise<Found | undefined>;
  readonly close: () => void;
}

/** As a browser's EventSource does: no header of ours gets there but `Last-Event-ID`. */
export async function openEventStream(
  url: string,
  { origin, timeoutSeconds }: Pick<Settings, 'origin' | 'timeoutSeconds'>,
  { fetch, lastEventId }: Pick<Capabilities, 'fetch'> & { readonly lastEventId?: string },
): Promise<EventStream> {
  const aborter = new AbortController();
  const timer = setTimeout(
    () => aborter.abort(new DOMException('', 'TimeoutError')),
    timeoutSeconds * 1000,
  );
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        accept: 'text/event-stream',
        'cache-control': 'no-store',
        origin,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: aborter.signal,
    });
    const received = receive(response);
    return {
      status: response.status,
      headers: response.headers,
      waitFor: received.waitFor,
      close: () => aborter.abort(),
    };
  } catch (error) {
    throw new NoAnswerError(reasonOf(error, timeoutSeconds));
  } finally {
    clearTimeout(timer);
  }
}

function receive(response: Response): Pick<EventStream, 'waitFor'> {
  let text = '';
  let isEnded = false;
  let tellAll = () => {};
  let arrival = nextArrival();
  function nextArrival() {
    return new Promise<void>((resolve) => (tellAll = resolve));
  }
  function tell() {
    const told = tellAll;
    arrival = nextArrival();
    told();
  }
  async function read() {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      tell();
    }
  }
  // Cut by us, or by the server: either way nothing more will come.
  const ended = () => {
    isEnded = true;
    tell();
  };
  read().then(ended, ended);
  return {
    waitFor: async (look, seconds) => {
      const deadline = Date.now() + seconds * 1000;
      for (;;) {
        const found = look(text);
        const left = deadline - Date.now();
        if (found !== undefined || isEnded || left <= 0) return found;
        await Promise.race([arrival, delay(left)]);
      }
    },
  };
}

/** Unlike the waits that a caller may shorten, this one is how long to listen. */
const delay = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref());

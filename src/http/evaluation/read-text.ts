interface Asking {
  readonly request: Request;
  /** Those of the request. */
  readonly headers: Headers;
}

/**
 * The body as text; undefined, and not read any further, once it is larger than that. One that says
 * its length is taken at its word, as that is what HTTP cuts it from the connection by.
 */
export function readText(
  { request, headers }: Asking,
  maxBytes: number,
): Promise<string | undefined> {
  const length = headers.get('Content-Length');
  if (length === null) return readCounting(request, maxBytes);
  return Number(length) <= maxBytes ? request.text() : Promise.resolve(undefined);
}

async function readCounting({ body }: Request, maxBytes: number): Promise<string | undefined> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // To leave the loop cancels the stream.
  for await (const chunk of body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

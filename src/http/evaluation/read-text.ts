/**
 * The body as text; undefined, and not read any further, once it is larger than that. One that says
 * its length is taken at its word, as that is what HTTP cuts it from the connection by.
 */
export function readText(request: Request, maxBytes: number): Promise<string | undefined> {
  const { body } = request;
  if (body === null) return Promise.resolve('');
  const length = request.headers.get('Content-Length');
  if (length === null) return readCounting(body, maxBytes);
  if (Number(length) <= maxBytes) return request.text();
  return body.cancel().then(() => undefined);
}

async function readCounting(body: ReadableStream, maxBytes: number): Promise<string | undefined> {
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

/**
 * A body that is read from its source as fast as the client takes it. What is refused, is refused
 * before the first byte; a source that fails later breaks the answer off, so that no client takes a
 * part for the whole.
 */
export async function streamText(source: AsyncGenerator<string>): Promise<ReadableStream> {
  let next: IteratorResult<string> | undefined = await source.next();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = next ?? (await source.next());
      next = undefined;
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}

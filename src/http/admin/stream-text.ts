/**
 * A body that is read from its source as fast as the client takes it. A source that fails breaks the
 * answer off, so that no client takes a part for the whole.
 */
export const streamText = (source: AsyncGenerator<string>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
    async cancel() {
      await source.return(undefined);
    },
  });

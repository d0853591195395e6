/** A stream's text as it comes in. */
export function readStream({ body }: Response) {
  if (!body) throw new Error('there is no stream');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const state = { text: '', isOver: false, failed: false };
  void (async () => {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        state.text += value;
      }
    } catch {
      state.failed = true;
    }
    state.isOver = true;
  })();
  /** What was written beside `retry` and comments. */
  const events = () => state.text.split('\n\n').filter((block) => block.startsWith('id:'));
  const ids = () => events().map((block) => Number(/^id: (\d+)$/m.exec(block)?.[1]));
  return { state, events, ids, cancel: () => reader.cancel() };
}

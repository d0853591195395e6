export interface Progress {
  /** One line for each step, with its duration and the notes taken during it. */
  readonly step: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  readonly note: (message: string) => void;
}

/** No step begins once the signal is aborted. */
export function createProgress(write: (text: string) => void, signal: AbortSignal): Progress {
  const notes: string[] = [];
  const printNotes = () => {
    for (const note of notes.splice(0)) write(`  note: ${note}\n`);
  };
  const step: Progress['step'] = async (title, work) => {
    signal.throwIfAborted();
    const start = performance.now();
    write(`${title} … `);
    try {
      const result = await work();
      write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
      return result;
    } catch (error) {
      write(signal.aborted ? 'stopped\n' : 'failed\n');
      throw error;
    } finally {
      printNotes();
    }
  };
  return { step, note: (message) => notes.push(message) };
}

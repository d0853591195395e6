const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborted by the first signal. Later ones change nothing: npm repeats the terminal's, and the end is
 * bounded anyway. Under npm the end of the parent counts as a signal, for nobody could send one then.
 */
export function listenForStop(env: NodeJS.ProcessEnv): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) process.on(signal, () => controller.abort(signal));
  if (env.npm_lifecycle_event !== undefined) whenParentEnds(() => controller.abort('SIGHUP'));
  return controller.signal;
}

function whenParentEnds(act: () => void) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) act();
  }, 500);
  timer.unref();
}

export function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}

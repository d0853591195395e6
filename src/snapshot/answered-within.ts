/** Rejects after that long. What was asked goes on, and may still have its effect. */
export async function answeredWithin<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const error = new Error(`no answer within ${milliseconds} ms`);
    timer = setTimeout(reject, milliseconds, error);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

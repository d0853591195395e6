import { useState } from 'react';

/** What is there, or was when somebody began to write about it: that a list has lost it does not take the draft. */
export function useLastSeen<T>(id: string | undefined, current: T | undefined): T | undefined {
  const [seen, setSeen] = useState({ id, value: current });
  const isNews = seen.id !== id || (current !== undefined && seen.value !== current);
  if (isNews) setSeen({ id, value: current });
  return current ?? (seen.id === id ? seen.value : undefined);
}

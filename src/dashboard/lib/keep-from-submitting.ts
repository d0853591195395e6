import type { KeyboardEvent } from 'react';

/** Enter within a field belongs to the field: nothing is served to everybody by accident. */
export function keepFromSubmitting(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}

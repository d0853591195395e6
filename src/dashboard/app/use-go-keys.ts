import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isForDialog } from '../lib/is-for-dialog.ts';
import { places } from './places.ts';

/** How long the second key may take after `g`. */
const pauseMilliseconds = 1_200;

const byKey = new Map(places.flat().map(({ key, to }) => [key, to]));

/** `g` and a letter go to a page, from everywhere but where one types. */
export function useGoKeys(): void {
  const router = useRouter();
  useEffect(() => {
    let pressedAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (
        isTyping(event.target) ||
        isForDialog(event) ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey
      )
        return;
      const isSecond = event.timeStamp - pressedAt < pauseMilliseconds;
      const to = isSecond ? byKey.get(event.key) : undefined;
      pressedAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (to === undefined) return;
      event.preventDefault();
      void router.navigate({ to } as never);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

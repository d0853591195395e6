import { useHotkeys } from '@mantine/hooks';
import { isForDialog } from '../../lib/is-for-dialog.ts';

/** What marks the link of a flag in the list, with its key. */
export const flagLink = 'data-flag';

/** `j` and `k` go down and up the list, `x` selects where one is, Escape selects none. */
export function useFlagKeys(onToggle: (key: string) => void, onClear: () => void): void {
  useHotkeys([
    ['j', (event) => isForDialog(event) || go(1)],
    ['k', (event) => isForDialog(event) || go(-1)],
    [
      'x',
      (event) => {
        const key = document.activeElement?.getAttribute(flagLink);
        if (key && !isForDialog(event)) onToggle(key);
      },
    ],
    ['Escape', (event) => isForDialog(event) || onClear()],
  ]);
}

function go(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>(`a[${flagLink}]`)];
  const here = links.indexOf(document.activeElement as HTMLElement);
  const next = here === -1 ? (by === 1 ? 0 : links.length - 1) : here + by;
  links[next]?.focus();
  links[next]?.scrollIntoView({ block: 'nearest' });
}

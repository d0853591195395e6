/** Whether a key is for a dialog over the page. The one that Escape has just closed heard it before the page does. */
export const isForDialog = ({ target }: Event): boolean =>
  document.querySelector('[role=dialog][aria-modal=true]') !== null ||
  (target instanceof Element && target.closest('[role=dialog]') !== null);

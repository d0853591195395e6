/** Whether a dialog lies over the page, whose keys are then for the dialog alone. */
export const isDialogOpen = (): boolean =>
  document.querySelector('[role=dialog][aria-modal=true]') !== null;

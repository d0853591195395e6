/** As people read it: the empty text stands for evaluations without one. */
export const groupName = (key: string | undefined): string =>
  key === undefined || key === '' ? 'none' : key;

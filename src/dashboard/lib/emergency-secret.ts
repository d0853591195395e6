/**
 * ADMIN_SECRET, for repairs while nobody can log in. In memory alone: it goes with the page, and no script
 * of another page finds it in a store.
 */
let secret: string | undefined;

export const emergencySecret = {
  get: (): string | undefined => secret,
  set: (value: string): void => {
    secret = value;
  },
  forget: (): void => {
    secret = undefined;
  },
};

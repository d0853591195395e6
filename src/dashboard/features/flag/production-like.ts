/** An environment whose visitors are real, by its name: what is done there is asked for twice. */
export const isProductionLike = (environment: string): boolean => /prod|live/i.test(environment);

/**
 * By its key, as nothing else tells what an environment is for: one of its words is `prod`, `production` or
 * `live`, perhaps with a number, as in `eu-prod2`.
 */
export const isProduction = (environment: string): boolean =>
  /(?:^|-)(?:prod(?:uction)?|live)\d*(?:-|$)/.test(environment);

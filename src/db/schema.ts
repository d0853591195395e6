/** Every table and enum, in one module: what drizzle-kit generates migrations from. */

export * from './api-keys.ts';
export * from './audit-logs.ts';
export * from './environments.ts';
export * from './feature-flag-overrides.ts';
export * from './feature-flag-usage.ts';
export * from './feature-flags.ts';
export * from './repair-runs.ts';
export * from './segments.ts';
export * from './snapshot-history.ts';

/** Every table and enum, in one module: what drizzle-kit generates migrations from. */

export * from './api-keys.ts';
export * from './audit-logs.ts';
export * from './context-keys.ts';
export * from './edge-reports.ts';
export * from './environments.ts';
export * from './feature-flag-overrides.ts';
export * from './feature-flag-usage.ts';
export * from './feature-flag-usage-daily.ts';
export * from './feature-flags.ts';
export * from './members.ts';
export * from './project-settings.ts';
export * from './propagation.ts';
export * from './repair-runs.ts';
export * from './scheduled-changes.ts';
export * from './segments.ts';
export * from './snapshot-history.ts';
export * from './webhooks.ts';

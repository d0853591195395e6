/** What the project's global setup tells its tests; see vitest's `provide` and `inject`. */
declare module 'vitest' {
  interface ProvidedContext {
    adminDatabaseUrl: string;
    neonProxyUrl: string;
    neonFaultsUrl: string;
    /** Of the fault matrix alone. */
    faultsDatabaseUrl: string;
    webhookReceiverUrl: string;
  }
}

/** Holds the migrated schema; never connected to, for Postgres copies only an idle database. */
export const templateDatabase = 'burgee_template';

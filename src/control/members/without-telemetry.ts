/** Stands in the bundle for `@better-auth/telemetry`: nothing here is told to anybody. */
export const createTelemetry = async () => ({ publish: async () => {} });

/** An environment's objects, by number: the first is its keeper, each holds a shard of the streams. */
export const hubName = (environment: string, shard: number): string => `${environment}/${shard}`;

/** Of the one Postgres that a proxy serves, without encryption. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
}

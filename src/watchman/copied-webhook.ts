/** A webhook as far as sending takes it. Its secret is sealed. */
export interface CopiedWebhook {
  readonly id: string;
  readonly url: string;
  readonly format: 'standard' | 'slack';
  readonly environmentKey: string | null;
  readonly events: readonly string[];
  readonly sealedSecret: string;
}

import type { HubClient } from '../../hub/hub-client.ts';
import type { PublishedSnapshot } from '../../snapshot/format.ts';
import type { WatchmanClient } from '../../watchman/watchman-client.ts';

/** What a look takes, beyond what every part of the scheduled job has. */
export interface WatchCapabilities {
  readonly watchman: WatchmanClient;
  /** Absent where none is deployed. */
  readonly hub?: Pick<HubClient, 'find'> | undefined;
  /** Deployed with the code. */
  readonly listBundled: () => readonly Pick<PublishedSnapshot, 'environment'>[];
  /** Why a publisher would withhold the newest; undefined where it would not. May reject. */
  readonly explainWithheld: (environment: string) => Promise<string | undefined>;
}

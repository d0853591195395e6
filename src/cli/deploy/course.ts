import type { Readiness } from '../../contract/health/readiness.ts';
import type { AcceptedSchema } from '../../schema/accepted-schema.ts';
import type { UnacceptedMigration } from '../../schema/unaccepted.ts';
import type { DatabaseCall } from '../command.ts';
import type { Deployment as ControlPlane } from '../deployment.ts';
import type { WranglerConfig } from '../wrangler-config.ts';
import type { Cloudflare, Traffic } from './cloudflare.ts';
import type { AssertHeld } from './deploy-lock.ts';
import type { Diary } from './diary.ts';
import type { DeploySettings } from './settings.ts';
import type { Worker } from './worker.ts';

/** What a deployment works with. */
export interface Tools {
  readonly settings: DeploySettings;
  readonly config: WranglerConfig;
  readonly cloudflare: Cloudflare;
  readonly worker: Worker;
  readonly control: ControlPlane;
  readonly call: DatabaseCall;
  readonly diary: Diary;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly assertHeld: AssertHeld;
  /** Told what there is to take back, as soon as that is known. */
  readonly onCourse: (course: Course) => void;
}

/** The version that answers before anything is changed. */
export interface Running {
  readonly version: string;
  /** Undefined of code that does not say. */
  readonly accepts: AcceptedSchema | undefined;
  readonly readiness: Readiness;
}

/** What a look has found, before anything is changed. */
export interface Findings {
  /** Undefined where no Burgee runs yet. */
  readonly running: Running | undefined;
  /** What Cloudflare has deployed, Burgee or not. */
  readonly live: string | undefined;
  /** The traffic of a deployment that broke off; undefined where none did. */
  readonly unfinished: Traffic | undefined;
  /** Migrations of the database, in the order in which they run. */
  readonly due: readonly string[];
  /** Those among them that the running version does not cope with. */
  readonly breaking: readonly UnacceptedMigration[];
  /** Those that have run before, and that the running version does not cope with: by a deployment that broke off, say. */
  readonly standing: readonly UnacceptedMigration[];
  /** Migrations of Durable Objects that the running version does not have. */
  readonly objectMigrations: readonly string[];
}

/** How far it is: what there would be to take back. */
export interface Course extends Findings {
  readonly applied: string[];
  uploaded: string | undefined;
  /** Every split that the traffic may have by what was done here; empty while nobody has touched it. */
  traffic: readonly Traffic[];
  /** Everybody gets it at once, and Cloudflare may know no way back. */
  isOneWay: boolean;
}

export const beginCourse = (findings: Findings): Course => ({
  ...findings,
  applied: [],
  uploaded: undefined,
  traffic: [],
  isOneWay: false,
});

/** Or there was before. */
export const hasToGoBack = ({ applied, uploaded, traffic, isOneWay, standing }: Course): boolean =>
  applied.length > 0 ||
  uploaded !== undefined ||
  traffic.length > 0 ||
  isOneWay ||
  standing.length > 0;

/** The first migration that has run and that the running version does not cope with. */
export const findFirstUnbearable = ({ standing, applied, breaking }: Course): string | undefined =>
  standing[0]?.tag ?? applied.find((tag) => breaking.some((each) => each.tag === tag));

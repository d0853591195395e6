import { isProduction } from '../../contract/environments/is-production.ts';
import type { Withheld } from '../../contract/health/readiness.ts';
import type { Problem } from '../../watchman/problem.ts';
import { judgeStored } from '../judge-stored.ts';
import type { PublishedFindings } from './examine-published.ts';
import { twoLooks } from './patience.ts';
import type { EnvironmentFacts } from './read-facts.ts';

export interface SnapshotFindings {
  readonly published: readonly PublishedFindings[];
  /** None while the database tells of none. */
  readonly environments: readonly EnvironmentFacts[];
  readonly withheld: readonly Withheld[];
  readonly hasHub: boolean;
}

/** Whether KV and hub answer, and hold what was committed. The scheduled job mends what it can meanwhile. */
export function watchSnapshots(findings: SnapshotFindings): readonly Problem[] {
  const { published, environments, withheld, hasHub } = findings;
  const kvIsAway = published.some(({ kv }) => kv === undefined);
  const hubIsAway = hasHub && published.some(({ hub }) => hub === undefined);
  return [
    ...(kvIsAway ? [placeAway('kv', hubIsAway || !hasHub)] : []),
    ...(hubIsAway ? [placeAway('hub', kvIsAway)] : []),
    ...published.flatMap((each) => lagOf(each, environments, hasHub)),
    ...withheld.map(withheldProblem),
  ];
}

const placeAway = (place: 'kv' | 'hub', isAlone: boolean): Problem => ({
  key: `place:${place}`,
  severity: isAlone ? 'critical' : 'warning',
  title: place === 'kv' ? 'Workers KV does not answer' : 'The hub does not answer',
  environment: null,
  items: [],
  consequence: isAlone
    ? 'Isolates that run serve what they hold; new ones ask Postgres, or serve what was deployed with the code.'
    : place === 'kv'
      ? 'Isolates ask the hub instead.'
      : 'Live streams hear of no change. Evaluations go on.',
  whatToDo:
    'Look at https://www.cloudflarestatus.com, and at the bindings of the deployed version.',
  details: [],
  features: [],
  patience: twoLooks,
});

function lagOf(
  { environment, kv, hub }: PublishedFindings,
  environments: readonly EnvironmentFacts[],
  hasHub: boolean,
): readonly Problem[] {
  const row = environments.find(({ key }) => key === environment);
  const judged = row && { ...row, pinnedVersion: null };
  const items = [
    ...(kv ? [['KV', judgeStored(kv, judged)] as const] : []),
    ...(hasHub && hub ? [['hub', judgeStored(hub, judged)] as const] : []),
  ].filter(([, state]) => state !== 'ok');
  if (items.length === 0) return [];
  const isServed = items.every(([, state]) => state === 'behind');
  return [
    {
      key: `snapshot:${environment}`,
      severity: isProduction(environment) && !isServed ? 'critical' : 'warning',
      title: `What ${environment} is served from is not as it should be`,
      environment,
      items: items.map(([place, state]) => `${place} is ${state}`),
      consequence: isServed
        ? 'The last changes are not served.'
        : 'New isolates may have nothing newer to serve from than what was deployed with the code.',
      whatToDo:
        'The scheduled job puts it right by itself, unless a repair has held it back. Publish it again under Health in the dashboard, or by "npx burgee warm"; docs/restore.md says what is held back.',
      details: [],
      features: [],
      patience: twoLooks,
    },
  ];
}

const withheldProblem = ({ environment, reason }: Withheld): Problem => ({
  key: `withheld:${environment}`,
  severity: isProduction(environment) ? 'critical' : 'warning',
  title: `Changes of ${environment} are withheld from the edge`,
  environment,
  items: [],
  consequence: 'What was published before goes on being served; later changes are not.',
  whatToDo:
    'Mend what the details name. Health in the dashboard and GET /health/ready have them in full.',
  details: reason === undefined ? [] : [reason],
  features: [],
  patience: twoLooks,
});

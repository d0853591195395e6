import { flagTabs } from '../../src/dashboard/features/flag/flag-search.ts';

/** A page of the dashboard, or one of its states that looks like another. */
export interface DashboardPage {
  /** Of its pictures. */
  readonly name: string;
  /** As the router has it. */
  readonly route: string;
  /** Below `/dashboard`. */
  readonly path: string;
  /** Who has to look at it: a member, nobody, or whoever knows ADMIN_SECRET. */
  readonly by: 'member' | 'nobody' | 'secret';
}

/** What the pages of one thing show. */
export interface Sights {
  readonly flag: string;
  readonly organisation: string;
  readonly segment: string;
  readonly environment: string;
  readonly webhook: string;
}

type Entry = readonly [name: string, route: string, path?: string];

/** Every page: `test/e2e/dashboard/every-page.ts` holds that no route of the router is missing. */
export function dashboardPages(sights: Sights): DashboardPage[] {
  const of = (by: DashboardPage['by'], entries: readonly Entry[]) =>
    entries.map(([name, route, path = route]) => ({ name, route, path, by }));
  return [
    ...of('nobody', entrances),
    ...of('member', [...flagPages(sights), ...otherPages(sights)]),
    ...of('secret', [['emergency-system', '/emergency/system', '/emergency']]),
  ];
}

const entrances: readonly Entry[] = [
  ['log-in', '/log-in'],
  ['invitation', '/invitation', '/invitation#of-nobody'],
  ['invitation-dead', '/invitation'],
  ['password-reset', '/password-reset', '/password-reset#of-nobody'],
  ['emergency', '/emergency'],
];

const flagPages = ({ flag }: Sights): Entry[] => [
  ['flags', '/flags'],
  ['flags-filtered', '/flags', '/flags?kind=string'],
  ...flagTabs.map(
    (tab): Entry => [
      `flag-${tab}`,
      '/flags/$key',
      `/flags/${flag}?environment=production&tab=${tab}`,
    ],
  ),
];

const otherPages = ({ organisation, segment, environment, webhook }: Sights): Entry[] => [
  ['try', '/try', '/try?environment=production'],
  ['subjects', '/subjects'],
  ['subject', '/subjects', subjectPath(organisation)],
  ['segments', '/segments'],
  ['segment', '/segments', `/segments?open=${segment}`],
  ['schedules', '/schedules'],
  ['schedules-open', '/schedules', '/schedules?view=open'],
  ['usage', '/usage', '/usage?period=month'],
  ['usage-of-organisations', '/usage', '/usage?period=month&by=organisation'],
  ['stale', '/stale'],
  ['audit', '/audit'],
  ['system', '/system'],
  ['environments', '/environments'],
  ['environment-settings', '/environments', `/environments?action=settings&of=${environment}`],
  ['environment-copy', '/environments', `/environments?action=copy&of=${environment}`],
  ['keys', '/keys'],
  ['keys-signing', '/keys', '/keys?tab=signing&environment=production'],
  ['webhooks', '/webhooks'],
  ['webhook', '/webhooks/$webhook', `/webhooks/${webhook}`],
  ['members', '/members'],
  ['profile', '/profile'],
];

const subjectPath = (organisation: string): string =>
  `/subjects?scope=organisation&environment=production&subject=${encodeURIComponent(organisation)}`;

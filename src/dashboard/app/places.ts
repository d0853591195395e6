import {
  IconArchive,
  IconBuilding,
  IconCalendarEvent,
  IconChartLine,
  IconFlag,
  IconFlask,
  IconHeartbeat,
  IconHistory,
  IconKey,
  IconStack2,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
} from '@tabler/icons-react';

/** A page that can be gone to from anywhere. */
export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: typeof IconFlag;
  /** What is pressed after `g`. */
  readonly key: string;
  readonly says: string;
  /** What other products call it, and what somebody may look for there: the palette finds it by these. */
  readonly elsewhere: readonly string[];
}

/** In groups, as the navigation shows them. */
export const places: readonly (readonly Place[])[] = [
  [
    {
      to: '/flags',
      label: 'Flags',
      icon: IconFlag,
      key: 'f',
      says: 'Switch, roll out, target',
      elsewhere: ['features', 'toggles', 'kill switch'],
    },
    {
      to: '/try',
      label: 'Try it',
      icon: IconFlask,
      key: 't',
      says: 'What a context is served, and why',
      elsewhere: ['playground', 'debugger', 'evaluate', 'why'],
    },
    {
      to: '/subjects',
      label: 'Organisations and users',
      icon: IconBuilding,
      key: 'o',
      says: 'What one of them gets, and overrides',
      elsewhere: ['contexts', 'customers', 'individual targets'],
    },
    {
      to: '/segments',
      label: 'Segments',
      icon: IconUsersGroup,
      key: 's',
      says: 'Groups that rules name',
      elsewhere: ['cohorts', 'audiences'],
    },
    {
      to: '/schedules',
      label: 'Schedules',
      icon: IconCalendarEvent,
      key: 'c',
      says: 'Changes that happen by themselves',
      elsewhere: ['scheduled changes', 'progressive rollouts', 'release plans'],
    },
  ],
  [
    {
      to: '/usage',
      label: 'Usage',
      icon: IconChartLine,
      key: 'u',
      says: 'What is evaluated, and how often',
      elsewhere: ['insights', 'metrics', 'silent flags', 'csv'],
    },
    {
      to: '/stale',
      label: 'Stale flags',
      icon: IconArchive,
      key: 'x',
      says: 'Flags whose time is over',
      elsewhere: ['lifecycle', 'archive', 'unused', 'technical debt'],
    },
    {
      to: '/audit',
      label: 'Audit log',
      icon: IconHistory,
      key: 'a',
      says: 'Who changed what',
      elsewhere: ['event log', 'history'],
    },
    {
      to: '/system',
      label: 'Health',
      icon: IconHeartbeat,
      key: 'h',
      says: 'Snapshots, schema and repair',
      elsewhere: ['status', 'edge', 'propagation', 'database'],
    },
  ],
  [
    {
      to: '/environments',
      label: 'Environments',
      icon: IconStack2,
      key: 'e',
      says: 'Copy, export, import',
      elsewhere: ['projects', 'promote', 'compare'],
    },
    {
      to: '/keys',
      label: 'Keys',
      icon: IconKey,
      key: 'k',
      says: 'For browsers, servers and pipelines',
      elsewhere: ['sdk keys', 'api access', 'tokens', 'rotate'],
    },
    {
      to: '/webhooks',
      label: 'Webhooks',
      icon: IconWebhook,
      key: 'w',
      says: 'Who is told of changes',
      elsewhere: ['integrations', 'slack', 'deliveries'],
    },
    {
      to: '/members',
      label: 'Members',
      icon: IconUsers,
      key: 'm',
      says: 'Who may change flags',
      elsewhere: ['team', 'users', 'roles', 'invite'],
    },
  ],
];

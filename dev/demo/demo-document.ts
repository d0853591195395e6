import type {
  DocumentFlag,
  DocumentOverride,
  DocumentSegment,
  EnvironmentDocument,
} from '../../src/contract/environments/environment-document.ts';
import { type DemoFlag, demoFlags, isPermanent } from './demo-flag.ts';
import type { Shape } from './demo-modules.ts';
import { demoOrganisations, pilotOrganisations } from './demo-organisations.ts';
import { demoRandom, pick } from './demo-random.ts';
import { type DemoEnvironment, demoState } from './demo-state.ts';
import { demoVariants } from './demo-variants.ts';

/** All flags of the demo with their states in one environment, to be imported there. */
export const demoDocument = (environment: DemoEnvironment, now: Date): EnvironmentDocument => ({
  format: 'burgee.environment/1',
  environment: { key: environment, name: 'Demo' },
  segments,
  flags: demoFlags.map((flag) => documentFlag(flag, environment, now)),
});

const documentFlag = (flag: DemoFlag, environment: DemoEnvironment, now: Date): DocumentFlag => ({
  key: flag.key,
  status: flag.shape === 'archived' ? 'archived' : 'active',
  name: flag.name,
  description: describeShape[flag.shape],
  ...demoVariants(flag),
  tags: [...flag.tags],
  owner: flag.owner,
  critical: flag.isCritical,
  client_visible: ['checkout', 'catalogue', 'search', 'mobile'].some((module) =>
    flag.key.startsWith(module),
  ),
  permanent: isPermanent(flag),
  stale_thresholds: flag.shape === 'test' ? { lifetime_days: 45 } : null,
  state: demoState(flag, environment),
  overrides: environment === 'production' ? overridesOf(flag, now) : [],
});

const describeShape: Readonly<Record<Shape, string>> = {
  on: 'Everybody has it; the flag stays as a switch for a bad day.',
  off: 'Not begun. The code asks already.',
  new: 'Being built, and on where it is developed.',
  rollout: 'Goes to more customers week by week, as long as errors stay where they are.',
  beta: 'For customers who asked to try it, and for our own people.',
  plan: 'Part of some plans: sales decides, not the release.',
  region: 'Only where the law and the provider allow it.',
  test: 'An experiment: the numbers decide which of them stays.',
  limit: 'A number that one should not have to deploy for.',
  settings: 'Settings that change more often than the code.',
  old: 'Everybody has had it for long. The code still asks.',
  silent: 'Left over from an integration that is gone.',
  archived: 'Over. Kept for its history.',
  stopped: 'Stopped while the provider is looked at.',
};

const reasons = ['Pilot agreed with the customer', 'Asked for by support', 'Contract of this year'];
const dayMilliseconds = 24 * 60 * 60 * 1_000;

/** Some of those whose rollout or rules do not reach everybody; a few are over or soon will be. */
function overridesOf({ key, shape }: DemoFlag, now: Date): DocumentOverride[] {
  if (shape !== 'rollout' && shape !== 'beta' && shape !== 'plan') return [];
  const random = demoRandom(`overrides ${key}`);
  const subjects = new Set(
    Array.from({ length: 3 }, () => pick(random, demoOrganisations)).filter(() => random() < 0.7),
  );
  const atOrganisations = [...subjects].map((subject) => ({
    scope: 'organisation' as const,
    subject,
    variant: random() < 0.75 ? 'on' : 'off',
    reason: pick(random, reasons),
    expires_at: expiryOf(random(), now),
  }));
  const user = { scope: 'user' as const, subject: `user-${Math.floor(1_000 + random() * 9_000)}` };
  const atUser = { ...user, variant: 'on', reason: 'Tests it for us', expires_at: null };
  return random() < 0.2 ? [...atOrganisations, atUser] : atOrganisations;
}

function expiryOf(draw: number, now: Date): string | null {
  const days = draw < 0.08 ? -3 : draw < 0.2 ? 4 : draw < 0.4 ? 45 : undefined;
  return days === undefined ? null : new Date(now.getTime() + days * dayMilliseconds).toISOString();
}

const segments: DocumentSegment[] = [
  {
    key: 'enterprise-plan',
    name: 'Enterprise plan',
    description: 'Customers whose contract is the large one.',
    when: { attribute: 'plan', operator: 'in', value: ['enterprise', 'enterprise-plus'] },
  },
  {
    key: 'pilot-customers',
    name: 'Pilot customers',
    description: 'They have agreed to see what is not finished.',
    when: { attribute: 'organisation_id', operator: 'in', value: [...pilotOrganisations] },
  },
  {
    key: 'staff',
    name: 'Our own people',
    description: 'By their e-mail address.',
    when: {
      attribute: 'email',
      operator: 'ends_with',
      value: '@burgee.example',
      ignore_case: true,
    },
  },
  {
    key: 'european-union',
    name: 'European Union',
    description: 'By the country of the account.',
    when: {
      attribute: 'country',
      operator: 'in',
      value: ['AT', 'BE', 'DE', 'DK', 'ES', 'FI', 'FR', 'IE', 'IT', 'NL', 'PL', 'PT', 'SE'],
    },
  },
  {
    key: 'new-apps',
    name: 'Recent apps',
    description: 'Version 4.2 and later.',
    when: { attribute: 'app_version', operator: 'semver_greater_or_equal', value: '4.2.0' },
  },
];

import { runChecks } from '../../src/ofrep-check/run-checks.ts';
import type { Settings } from '../../src/ofrep-check/settings.ts';
import { type Behaviour, serverKey } from '../support/ofrep-behaviour.ts';
import { startOfrepServer } from '../support/ofrep-server.ts';

/** All that an operator of the reference server can tell. */
const settings: Omit<Settings, 'baseUrl'> = {
  key: serverKey,
  headers: {},
  timeoutSeconds: 10,
  context: { targetingKey: 'ofrep-check' },
  flags: {
    boolean: 'billing.enabled',
    string: 'banner.text',
    integer: 'cart.limit',
    float: 'price.factor',
    object: 'checkout.theme',
    'code-default': 'layout.columns',
    disabled: 'search.old',
    broken: 'discount.rule',
  },
  variesBy: [
    { path: 'targetingKey', value: 'beta' },
    { path: 'plan', value: 'pro' },
    { path: 'company.region', value: 'north' },
  ],
  origin: 'https://app.example',
  keepAliveSeconds: 5,
  tokenLifetimeSeconds: 60,
  burst: undefined,
  skip: [],
};

export interface CheckedServer {
  readonly behaviour?: Partial<Behaviour>;
  readonly settings?: Partial<Settings>;
}

/** What the kit says of a server that is started for it, check by check. */
export async function checkServer({ behaviour, settings: other }: CheckedServer) {
  const server = await startOfrepServer(behaviour);
  try {
    const { flip, wait, url } = server;
    const given = { ...settings, ...other, baseUrl: url };
    const verdict = await runChecks(given, { fetch, flip, wait, progress: () => {} });
    return verdict.sections.flatMap(({ results }) => results);
  } finally {
    await server.close();
  }
}

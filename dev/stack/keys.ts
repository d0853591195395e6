import { describeFailure, type Service } from './service.ts';

export interface DevKeys {
  readonly client_key: string;
  readonly server_key: string;
  readonly admin_token: string;
}

interface KeyPlan {
  readonly name: keyof DevKeys;
  /** Answers 200 to whoever holds the key. */
  readonly proof: string;
  readonly input: Record<string, string>;
}

const adminToken: KeyPlan = {
  name: 'admin_token',
  proof: '/admin/environments',
  input: { kind: 'admin', name: 'dev admin', role: 'admin' },
};

const flagKeys: KeyPlan[] = [
  {
    name: 'client_key',
    proof: '/features',
    input: { kind: 'client', environment: 'development', name: 'dev client' },
  },
  {
    name: 'server_key',
    proof: '/features',
    input: { kind: 'server', environment: 'development', name: 'dev server' },
  },
];

/**
 * A key is shown once, so those of an earlier run are kept for as long as they open something. The
 * admin secret makes the admin token, and that the others.
 */
export async function prepareKeys(
  service: Service,
  adminSecret: string,
  earlier: Partial<DevKeys>,
): Promise<DevKeys> {
  const prepare = async (plan: KeyPlan, token: string) => {
    const known = earlier[plan.name];
    if (known !== undefined && (await isAccepted(service, plan, known))) return known;
    return createKey(service, token, plan);
  };
  const keys = { client_key: '', server_key: '', admin_token: '' };
  keys.admin_token = await prepare(adminToken, adminSecret);
  for (const plan of flagKeys) keys[plan.name] = await prepare(plan, keys.admin_token);
  return keys;
}

async function isAccepted(service: Service, { proof }: KeyPlan, key: string) {
  return (await service.ask({ path: proof, token: key })).status === 200;
}

async function createKey(service: Service, token: string, { input }: KeyPlan) {
  const request = { method: 'POST', path: '/admin/keys', token, body: input } as const;
  const answer = await service.ask(request);
  const key = (answer.body as { key?: unknown } | null)?.key;
  if (answer.status !== 201 || typeof key !== 'string') {
    throw new Error(describeFailure(request, answer));
  }
  return key;
}

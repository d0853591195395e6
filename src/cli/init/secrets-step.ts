import { randomBytes } from 'node:crypto';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import type { Wrangler } from '../wrangler.ts';
import { complaintOf } from '../wrangler-complaint.ts';
import { due, type Ground, present, type Step } from './step.ts';

const needed = ['DATABASE_URL', 'ADMIN_SECRET'] as const;

/** Set as well where the environment has them. */
const welcome = ['DATABASE_READ_URL', 'METRICS_TOKEN'] as const;

const minSecretCharacters = 32;

export const secretsStep: Step = {
  id: 'secrets',
  title: 'Secrets',
  does: `sets ${needed.join(' and ')}`,
  needs: [],
  look: async (ground) => {
    const { wanted, missing } = await compare(ground);
    return missing.length === 0
      ? present(`${wanted.join(', ')} are set, and stay as they are`)
      : due(`sets ${missing.join(' and ')}`);
  },
  carryOut: async (ground) => {
    const { missing } = await compare(ground);
    const secrets = Object.fromEntries(missing.map((name) => [name, secretNamed(name, ground)]));
    await ground.wrangler.run(['secret', 'bulk'], JSON.stringify(secrets));
    return `set ${missing.join(' and ')}`;
  },
};

/** Undefined where it was set by somebody else, and was not handed on. */
export const findAdminSecret = ({ env, kept }: Pick<Ground, 'env' | 'kept'>) =>
  env.ADMIN_SECRET || kept.find('ADMIN_SECRET');

async function compare({ wrangler, env }: Ground) {
  const set = await listSecrets(wrangler);
  const wanted = [...needed, ...welcome.filter((name) => env[name])];
  return { wanted, missing: wanted.filter((name) => !set.includes(name)) };
}

/** Throws where the account has a Worker of that name which cannot be ours: it would be overwritten. */
export async function assertNameIsOurs({ wrangler, readConfig }: Ground): Promise<void> {
  const secrets = await findSecrets(wrangler);
  if (secrets === undefined || needed.some((name) => secrets.includes(name))) return;
  const { name } = readConfig();
  throw new FailureError({
    code: 'worker_of_others',
    exitCode: exitCodes.unsound,
    message: `This account has a Worker ${name} already, with neither ${needed.join(' nor ')}: it seems to be another project's, and would be overwritten.`,
    wayOut: `Choose another name in wrangler.toml. If it is Burgee all the same: npx wrangler secret put ${needed[0]}.`,
  });
}

const listSecrets = async (wrangler: Wrangler) => (await findSecrets(wrangler)) ?? [];

/** Undefined where there is no Worker yet: the first secret makes one that does nothing. */
async function findSecrets(wrangler: Wrangler): Promise<readonly string[] | undefined> {
  const args = ['secret', 'list', '--format', 'json'];
  const end = await wrangler.attempt(args);
  if (end.exitCode !== 0 && /not found|does not exist/.test(complaintOf(end))) return undefined;
  const secrets = await (end.exitCode === 0 ? JSON.parse(end.stdout) : wrangler.ask(args));
  return (secrets as { name: string }[]).map(({ name }) => name);
}

function secretNamed(
  name: (typeof needed)[number] | (typeof welcome)[number],
  ground: Ground,
): string {
  if (name === 'DATABASE_URL') return ground.databaseUrl;
  if (name === 'ADMIN_SECRET') return adminSecret(ground);
  const value = ground.env[name] ?? '';
  return name === 'METRICS_TOKEN' ? assertLong(name, value) : value;
}

/** Kept before anybody is told: one that is set and that nobody knows would open nothing. */
function adminSecret(ground: Ground): string {
  const secret = findAdminSecret(ground) ?? randomBytes(32).toString('hex');
  assertLong('ADMIN_SECRET', secret);
  if (!ground.env.ADMIN_SECRET) ground.kept.keep('ADMIN_SECRET', secret);
  return secret;
}

function assertLong(name: string, secret: string): string {
  if (secret.length >= minSecretCharacters) return secret;
  throw new FailureError({
    code: 'secret_too_short',
    exitCode: exitCodes.usage,
    message: `${name} has fewer than ${minSecretCharacters} characters, and would open nothing.`,
    wayOut: `Set another: export ${name}=$(openssl rand -hex 32)`,
  });
}

import type { Sights } from './dashboard-pages.ts';
import type { DashboardRun } from './dashboard-run.ts';
import { inviteAndJoin } from './joined-member.ts';
import { logIn } from './log-in.ts';

const worst =
  '<img src=x onerror=alert(1)>"\'`</script><script>alert(1)</script>\u202e😀👩‍👩‍👧 __proto__ javascript:alert(1) ';

/** As long as it may be, with one word that no line can hold. */
const wild = (characters = 200): string =>
  characters < worst.length
    ? `<img src=x onerror=alert(1)>${'W'.repeat(characters)}`.slice(0, characters)
    : worst + 'W'.repeat(characters - worst.length);

/** The longest that a key may be, and one that every object has. */
const flag = 'constructor';
const longFlag = `w.${'w'.repeat(98)}`;
const environment = `constructor-${'w'.repeat(28)}`;
const whole = (variant: string) => [{ variant, weight: 100_000 }];

/** Writes such names into every text that a member may write. Throws where one is refused. */
export async function writeHostileNames(run: DashboardRun, receiver: string): Promise<Sights> {
  const write = async (method: string, path: string, body: object) => {
    const answer = await run.admin(method, path, { body, ifMatch: '*' });
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path} answers ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  await write('POST', '/environments', { key: environment, name: wild() });
  await write('PUT', '/segments/constructor', {
    name: wild(),
    description: wild(2_000),
    when: { attribute: wild(), operator: 'equals', value: wild() },
  });
  await writeFlags(write);
  await writeState(write);
  const webhook = await writeAccess(write, receiver);
  await letHostilePersonIn(run);
  return { flag, environment, organisation: wild(), segment: 'constructor', webhook };
}

type Write = (method: string, path: string, body: object) => Promise<{ readonly id: string }>;

const words = {
  name: wild(),
  description: wild(2_000),
  owner: wild(),
  tags: ['__proto__', 'javascript:alert(1)', wild(50)],
};

async function writeFlags(write: Write) {
  await write('POST', '/flags', {
    ...words,
    key: flag,
    kind: 'string',
    off_variant: 'constructor',
    variants: [
      { name: 'constructor', value: wild() },
      { name: 'toString', value: 'javascript:alert(1)' },
      { name: 'w'.repeat(100), value: '\u202e' },
    ],
  });
  await write('POST', '/flags', {
    ...words,
    key: longFlag,
    kind: 'json',
    off_variant: 'off',
    variants: [{ name: 'off', value: { [wild()]: wild() } }],
    json_schema: { description: wild() },
  });
}

async function writeState(write: Write) {
  for (const place of ['production', environment].map((each) => `/environments/${each}`)) {
    const path = `/flags/${flag}${place}`;
    const all = [
      { attribute: '__proto__', operator: 'equals', value: wild() },
      { attribute: wild(), operator: 'in', value: ['javascript:alert(1)', wild()] },
      { segment: 'constructor' },
    ];
    const description = wild(500);
    const rule = { id: 'constructor', description, when: { all }, split: whole('toString') };
    await write('PATCH', path, {
      is_enabled: true,
      rules: [rule],
      salt: wild(),
      bucket_by: wild(),
    });
    for (const scope of ['user', 'organisation']) {
      const override = `${path}/overrides/${scope}/${encodeURIComponent(wild())}`;
      await write('PUT', override, { variant: 'toString', reason: wild(500) });
    }
    await write('POST', `${path}/stop`, { reason: wild(500) });
    await write('POST', `${path}/resume`, { reason: wild(500) });
  }
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const steps = [{ at, change: { salt: wild() } }];
  const schedule = { flag, environment: 'production', reason: wild(500), steps };
  await write('POST', '/schedules', schedule);
}

/** Resolves with the webhook, which was tested in vain. */
async function writeAccess(write: Write, receiver: string): Promise<string> {
  const name = wild();
  await write('POST', '/keys', { kind: 'client', name, environment: 'production' });
  await write('POST', '/keys', { kind: 'server', name, environment });
  await write('POST', '/keys', { kind: 'admin', name });
  await write('POST', '/environments/production/context-keys', { name });
  const url = `${receiver}/${wild(1_500).replace(/[#?]/g, '')}`;
  const { id } = await write('POST', '/webhooks', { name, url, events: ['w'.repeat(100)] });
  await write('POST', `/webhooks/${id}/test`, {});
  return id;
}

/** Called so, and by a browser of that name. */
async function letHostilePersonIn(run: DashboardRun) {
  const email = `${'w'.repeat(64)}@example.com`;
  await inviteAndJoin(run, { email, role: 'viewer', name: wild() });
  await run.admin('POST', '/invitations', {
    body: { email: `x${email}`.slice(1), role: 'viewer' },
  });
  const { url, email: first, password } = run.dev.devFile;
  const agent = '<img src=x onerror=alert(1)>"\'__proto__ javascript:alert(1)';
  await logIn(url, { email: first ?? '', password: password ?? '', agent });
}

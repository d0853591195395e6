import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { describe, expect, it, vi } from 'vitest';
import { credentialAttempt, logInAttempt } from '../../src/attempts/attempt.ts';
import type { AttemptCounter } from '../../src/attempts/attempt-counter.ts';
import { createAttempts } from '../../src/attempts/attempts.ts';
import { findWait, judgeAttempt } from '../../src/attempts/judge-attempt.ts';
import { MemoryAttempts } from '../../src/attempts/memory-attempts.ts';
import { networkOf } from '../../src/attempts/network-of.ts';
import { generateKey } from '../../src/contract/access/key-format.ts';
import { guardLogIn, type LogIn } from '../../src/http/admin/access/guard-attempts.ts';
import { HttpRefusal } from '../../src/http/admin/http-refusal.ts';
import { attemptPolicy } from '../../src/resource-policy.ts';

const {
  failuresOfSubject,
  failuresOfAddress,
  failuresOfSite,
  firstWaitMilliseconds,
  longestWaitMilliseconds,
} = attemptPolicy;
const secret = env.ADMIN_SECRET ?? '';

let hosts = 0;
const newAddress = () => `198.51.100.${++hosts}`;

const ask = (credential: string, address: string, path = '/admin/environments') =>
  exports.default.fetch(`http://burgee.test${path}`, {
    headers: { Authorization: `Bearer ${credential}`, 'CF-Connecting-IP': address },
  });
const statuses = async (answers: readonly Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);
/** Past authentication there is no database. */
const letIn = 503;

describe('whoever guesses at the secret', () => {
  it('is told to wait after five failures, whatever it sends then, and others are not (security 38)', async () => {
    const address = newAddress();
    for (let guess = 0; guess < failuresOfSubject; guess++) {
      expect((await ask(`guess ${guess}`, address)).status).toBe(401);
    }
    const refused = await ask('another guess', address);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('Retry-After'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(firstWaitMilliseconds / 1_000);
    expect(await refused.json()).toMatchObject({ error: { code: 'too_many_attempts' } });
    expect((await ask(secret, address)).status).toBe(429);
    expect((await ask(secret, newAddress())).status).toBe(letIn);
  });

  it('gains little by the many networks of an IPv6 site (security 38)', async () => {
    const from = (network: number, site = '2001:db8:99') => `${site}:${network.toString(16)}::1`;
    for (let guess = 0; guess < failuresOfSubject; guess++) await ask('guess', from(0));
    expect((await ask(secret, from(0))).status).toBe(429);
    expect((await ask(secret, from(1))).status).toBe(letIn);
    const guesses = Array.from({ length: 2 * failuresOfSite }, (_, network) =>
      ask('guess', from(network + 2)),
    );
    const answered = (await statuses(guesses)).filter((status) => status === 401);
    expect(answered).toHaveLength(failuresOfSite - failuresOfSubject);
    expect((await ask(secret, from(0xffff))).status).toBe(429);
    expect((await ask(secret, from(0, '2001:db8:98'))).status).toBe(letIn);
  });

  it('gets no more answers by fifty tries at once (security 38)', async () => {
    const address = newAddress();
    const guesses = Array.from({ length: 50 }, (_, guess) => ask(`guess ${guess}`, address));
    const counted = Map.groupBy(await statuses(guesses), (status) => status);
    expect(counted.get(401)).toHaveLength(failuresOfSubject);
    expect(counted.get(429)).toHaveLength(50 - failuresOfSubject);
  });

  it('is counted on the route that tells more to whoever has a right', async () => {
    const address = newAddress();
    for (let guess = 0; guess < failuresOfSubject; guess++) {
      await ask(`guess ${guess}`, address, '/health/ready');
    }
    expect((await ask(secret, address)).status).toBe(429);
    expect((await ask(secret, address, '/health/ready')).status).not.toBe(429);
  });

  it('is forgiven what came before a right one', async () => {
    const address = newAddress();
    for (const round of [1, 2, 3]) {
      for (let guess = 1; guess < failuresOfSubject; guess++) {
        expect((await ask(`guess ${round} ${guess}`, address)).status).toBe(401);
      }
      expect((await ask(secret, address)).status).toBe(letIn);
    }
  });
});

describe('the rule', () => {
  const fail = (rows: MemoryAttempts, now: number, subject = 'secret') =>
    judgeAttempt(rows.rowsOf('x'), { subject, isRight: false, now });
  const waitOf = (rows: MemoryAttempts, now: number, subject = 'secret') =>
    findWait(rows.rowsOf('x'), { subject }, now);

  it('doubles each wait up to an hour, and forgets after two quiet ones', () => {
    const rows = new MemoryAttempts();
    let now = 1_800_000_000_000;
    const waits = Array.from({ length: 8 }, () => {
      for (let guess = 0; guess < failuresOfSubject; guess++) expect(fail(rows, now)).toBe(0);
      const wait = fail(rows, now);
      now += wait;
      return wait / 60_000;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    now += attemptPolicy.forgetMilliseconds;
    for (let guess = 0; guess < failuresOfSubject; guess++) fail(rows, now);
    expect(waitOf(rows, now)).toBe(firstWaitMilliseconds);
  });

  it('counts what falls within a minute, and nothing that comes during a wait', () => {
    const rows = new MemoryAttempts();
    const slow = firstWaitMilliseconds / (failuresOfSubject - 1);
    for (let guess = 0; guess < 50; guess++) expect(fail(rows, guess * slow)).toBe(0);
    const quick = new MemoryAttempts();
    for (let guess = 0; guess < 50; guess++) fail(quick, 0);
    expect(waitOf(quick, firstWaitMilliseconds - 1)).toBe(1);
    expect(waitOf(quick, firstWaitMilliseconds)).toBe(0);
  });

  it('stops whoever guesses at another thing each time, and keeps its memory small', () => {
    const rows = new MemoryAttempts();
    for (let guess = 0; guess < failuresOfAddress; guess++) {
      expect(fail(rows, 0, `key ${guess}`)).toBe(0);
    }
    expect(fail(rows, 0, 'key of somebody else')).toBe(firstWaitMilliseconds);
    expect(judgeAttempt(rows.rowsOf('x'), { subject: 'secret', isRight: true, now: 0 })).toBe(
      firstWaitMilliseconds,
    );
    expect(waitOf(rows, 0, 'secret')).toBe(firstWaitMilliseconds);
    expect(findWait(rows.rowsOf('y'), { subject: 'secret' }, 0)).toBe(0);
  });

  it('ends a wait that a clock which was set back would make longer than any', () => {
    const rows = new MemoryAttempts();
    for (let guess = 0; guess < failuresOfSubject; guess++) fail(rows, 1_800_000_000_000);
    expect(waitOf(rows, 1_800_000_000_000 - longestWaitMilliseconds)).toBe(0);
  });
});

describe('what is counted', () => {
  it('is one key, so that one which was forgotten in a script locks out no other', () => {
    const [one, another] = [generateKey({ kind: 'admin' }), generateKey({ kind: 'admin' })];
    const subjectOf = (credential: string) => credentialAttempt(credential, null).subject;
    expect(subjectOf(one)).not.toBe(subjectOf(another));
    expect(one.startsWith(subjectOf(one))).toBe(true);
    expect(subjectOf(one).length).toBeLessThan(12);
    for (const other of ['', secret, `${one}x`]) expect(subjectOf(other)).toBe('secret');
  });

  it('is an e-mail address in whatever spelling, which cannot be read there', async () => {
    const one = await logInAttempt(' Ana@Example.com ', null);
    expect(one).toEqual(await logInAttempt('ana@example.com', null));
    expect(one.subject).not.toContain('ana');
  });

  it.each([
    ['203.0.113.7', { site: '203.0.113.7' }],
    ['::ffff:203.0.113.7', { site: '203.0.113.7' }],
    ['2001:db8:1:2:3:4:5:6', { site: '2001:db8:1::/48', network: '2001:db8:1:2::/64' }],
    ['2001:db8:1:2::1', { site: '2001:db8:1::/48', network: '2001:db8:1:2::/64' }],
    ['nonsense', { site: 'unknown' }],
    [null, { site: 'unknown' }],
  ])('from %s is of %j', (address, network) => {
    expect(networkOf(address)).toEqual(network);
  });
});

describe('the counter', () => {
  const attemptsOn = (namespace: typeof env.ATTEMPTS, logged: string[] = []) =>
    createAttempts({
      namespace,
      now: Date.now,
      logError: (message) => void logged.push(message),
    });
  const wrong = async (attempts: ReturnType<typeof attemptsOn>, address: string, times: number) => {
    const attempt = credentialAttempt('guess', address);
    for (let guess = 0; guess < times; guess++) await attempts.settle(attempt, false);
    return attempts.findWait(attempt);
  };

  it('is one for all isolates, and lasts when it leaves memory', async () => {
    const address = newAddress();
    await wrong(attemptsOn(env.ATTEMPTS), address, failuresOfSubject - 1);
    await evictDurableObject(env.ATTEMPTS.getByName(address));
    expect(await wrong(attemptsOn(env.ATTEMPTS), address, 0)).toBe(0);
    expect(await wrong(attemptsOn(env.ATTEMPTS), address, 1)).toBeGreaterThan(0);
  });

  it('leaves no trace of who never fails, and none after it was forgotten', async () => {
    const address = newAddress();
    const attempts = attemptsOn(env.ATTEMPTS);
    const stub = env.ATTEMPTS.getByName(address);
    const tables = () =>
      runInDurableObject(stub, (_: AttemptCounter, { storage }) => [
        ...storage.sql.exec(`select name from sqlite_master where name = 'attempts'`),
      ]);
    await attempts.settle(credentialAttempt(secret, address), true);
    expect(await tables()).toEqual([]);
    await wrong(attempts, address, 1);
    expect(await tables()).toHaveLength(1);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await tables()).toHaveLength(1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * attemptPolicy.forgetMilliseconds });
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    vi.useRealTimers();
    expect(await tables()).toEqual([]);
    expect(await runDurableObjectAlarm(stub)).toBe(false);
  });

  it('when it is gone, or not bound, lets the right one in and stops a guesser in each isolate', async () => {
    const gone = {
      getByName: () => {
        throw new Error('Durable Object is overloaded');
      },
    } as unknown as typeof env.ATTEMPTS;
    for (const namespace of [gone, undefined]) {
      const logged: string[] = [];
      const attempts = attemptsOn(namespace as typeof env.ATTEMPTS, logged);
      const address = newAddress();
      expect(await attempts.settle(credentialAttempt(secret, address), true)).toBe(0);
      expect(await wrong(attempts, address, failuresOfSubject)).toBeGreaterThan(0);
      expect(await attempts.settle(credentialAttempt(secret, newAddress()), true)).toBe(0);
      expect(logged).toHaveLength(namespace ? 1 : 0);
    }
  });

  it('guards a log-in: the password is not even looked at any more', async () => {
    const attempts = attemptsOn(env.ATTEMPTS);
    const who = { by: 'password', subject: 'ana@example.com', address: newAddress() } as const;
    const logIn = vi.fn(async (status: ContentfulStatusCode) => {
      if (status >= 400) throw new HttpRefusal(status, 'refused', 'No.');
      return 'in';
    });
    const trying = (status: ContentfulStatusCode, from: LogIn = who) =>
      guardLogIn(attempts, from, () => logIn(status));
    const isRefused = (status: ContentfulStatusCode) =>
      expect(trying(status)).rejects.toMatchObject({ status });
    for (let guess = 0; guess < 2 * failuresOfSubject; guess++) await isRefused(503);
    for (let guess = 0; guess < failuresOfSubject; guess++) await isRefused(401);
    logIn.mockClear();
    await expect(trying(200)).rejects.toMatchObject({ status: 429, code: 'too_many_attempts' });
    expect(logIn).not.toHaveBeenCalled();
    expect(await trying(200, { ...who, address: newAddress() })).toBe('in');
    expect(await trying(200, { ...who, subject: 'bo@example.com' })).toBe('in');
  });
});

/**
 * Every time-out, retry and cap: how much is spent, on whom, and why so much. Milliseconds
 * throughout, and of one isolate. Whatever runs out of its budget is answered without: an evaluation
 * from the next rung of its ladder, an operator with 503.
 */

/** How long the edge trusts what it holds, and how long anybody waits for something newer. */
export const loadPolicy = {
  /** Checked longer ago than this: checked again in the background, while it goes on answering. */
  refreshAfterMilliseconds: 2_000,
  /** Checked longer ago than this: the request waits for the check. */
  waitAfterMilliseconds: 30_000,
  /** The longest such wait; then what is held answers. */
  waitWithSnapshotMilliseconds: 500,
  /** The longest wait of an isolate that holds nothing: it has no answer but a default. */
  waitWithoutSnapshotMilliseconds: 3_000,
  /** A check that has not come back by then is given up, so that another may start. */
  abandonAfterMilliseconds: 10_000,
  /** A store that has not answered by then is not waited for: the hub is asked beside it. */
  storeMilliseconds: 1_000,
  /** Held and not confirmed for that long: the hub is asked whatever the store has, then the database. */
  staleAfterMilliseconds: 60_000,
  /**
   * Without a snapshot, the store is not asked again before this: Workers KV would not look again
   * for what was absent, and a store that fails is better left alone for a moment.
   */
  lacksForMilliseconds: { missing: 60_000, unavailable: 1_000 },
} as const;

/**
 * How often an isolate asks what lies behind the store. Anybody can make keys of environments that there
 * are not, so those that it has never held, and that were not deployed with the code, have a budget of
 * their own: `atOnce` for an isolate that starts in an outage, then one of `everyMilliseconds`.
 */
export interface RateCap {
  /** The least time between two calls for one environment; half of it to all of that again, at random. */
  readonly perEnvironmentMilliseconds: number;
  readonly known: Budget;
  readonly unknown: Budget;
}

interface Budget {
  readonly everyMilliseconds: number;
  readonly atOnce: number;
}

/**
 * Isolates that have lost their store are no burden to the database: a thousand of them, cold and at
 * once, ask it 33 times a second for one environment, spread at random.
 */
export const databaseCap: RateCap = {
  perEnvironmentMilliseconds: 30_000,
  known: { everyMilliseconds: 1_000, atOnce: 1 },
  unknown: { everyMilliseconds: 10_000, atOnce: 3 },
};

/** How many things an isolate remembers that callers send, and could make up. */
export const memoryPolicy = {
  /** Without a snapshot, the one that was looked for first is forgotten; with one, none ever is. */
  environments: 1_000,
  /** Recognised without hashing them. */
  acceptedKeys: 10_000,
  /** Whose requests are counted; whoever is forgotten begins at none. */
  meteredKeys: 10_000,
  /** Of one environment: those that the hub did not have, and those that wait for it to be asked. */
  namedVersions: 1_000,
} as const;

/** Workers KV answers within milliseconds or, when it is ill, perhaps never: it has no time-out itself. */
export const kvPolicy = {
  /** The least that it accepts: how long a location may answer from its own copy. */
  cacheSeconds: 30,
  readMilliseconds: 3_000,
  /** A write that is given up may still arrive; see docs/decisions/0006. */
  writeMilliseconds: 5_000,
} as const;

/**
 * How often one key may ask for flags. What counts for all isolates of a location is the rate-limit
 * binding, whose limit (hundreds of requests a minute) is in wrangler.toml.
 */
export const ratePolicy = {
  /** An isolate tells the binding of that many at once; what it holds back is forgotten with it. */
  requestsPerCount: 100,
  /** What takes longer has not counted them, and lets everybody through. */
  countMilliseconds: 1_000,
  /** The binding does not say when a key may ask again; the first who does is counted again. */
  refusedMilliseconds: 10_000,
  /** `Retry-After` says up to so much more, at random. */
  spreadSeconds: 10,
} as const;

/** The hub is one object somewhere on earth: a read crosses an ocean, and wakes it. */
export const hubPolicy = {
  /** Asked after the store had its second, and leaves one to the database. */
  readMilliseconds: 1_000,
  /** A publisher waits no longer; the scheduled job gives it what it missed. */
  writeMilliseconds: 2_000,
  /** To be taken on by a shard, before the client is sent away to come again. */
  connectMilliseconds: 3_000,
  /** A request that names a newer version than is held waits so long for it, and is answered then. */
  catchUpMilliseconds: 2_000,
  /** After a read for a version that the hub did not have, the next begins no sooner. */
  vainMilliseconds: 1_000,
  /** After a read that failed, nobody waits for another before that. */
  brokenMilliseconds: 1_000,
  /** A shard that takes longer has not been reached; less than who asks the keeper waits for it. */
  tellMilliseconds: 1_000,
  /** A shard that was not reached is told again after that. */
  tellAgainMilliseconds: 1_000,
  /** For clients that come back: older events are worth no more than the newest. */
  eventsKept: 100,
  /** Each isolate tells once in that long that a key is used. */
  keyUseMilliseconds: 3_600_000,
  /** Of one shard. */
  streams: 5_000,
  /** Of one environment: each costs a request for every change. */
  mostShards: 100,
  /** Of one key and shard. A client key is public: whoever takes all it may leaves others a fifth. */
  streamsOfKey: 4_000,
} as const;

/**
 * Isolates that have lost their store are no burden to the hub: a thousand of them ask it a hundred
 * times a second for one environment; it answers ten times that.
 */
export const hubCap: RateCap = {
  perEnvironmentMilliseconds: 10_000,
  known: { everyMilliseconds: 100, atOnce: 1 },
  unknown: { everyMilliseconds: 1_000, atOnce: 5 },
};

/** Of one live stream, from the Worker to a client. */
export const streamPolicy = {
  /** A comment keeps proxies from closing it; a hub that does not answer by the next is gone. */
  keepaliveMilliseconds: 30_000,
  /** A client that has not taken so much by the time there is more is cut: it can come back. */
  bufferedBytes: 16_384,
  /**
   * After which a client comes back that has lost its stream; each is told another time between. So a
   * full shard that is lost takes on 450 a second, which is half of what a Durable Object can.
   */
  retryMilliseconds: { least: 1_000, most: 12_000 },
  /**
   * The same for a client that was not taken on. With the wait for the hub it stays below 30 seconds,
   * after which OpenFeature's web provider leaves its stream for one that nobody spreads.
   */
  retryAfterSeconds: { least: 5, most: 25 },
  /** Events that may wait for what they announce to be had; a client that misses one comes back for it. */
  waitingEvents: 100,
  /** A browser tab that is hidden for so long closes its stream, and opens it anew when it is shown. */
  inactivitySeconds: 120,
  /** A token is good for half of this at least, and the same for that long. */
  tokenSeconds: 3_600,
} as const;

/**
 * Of whoever tries to get into the control plane, by what is tried (the secret, one key, one e-mail
 * address) and the network address. After so many failures within a window all of that is refused
 * for a while, which doubles each time.
 */
export const attemptPolicy = {
  windowMilliseconds: 60_000,
  failuresOfSubject: 5,
  /** Of all that is tried from one address, as an office may share it. */
  failuresOfAddress: 30,
  /** Of all networks of an IPv6 site: whoever is given a /48 has 65,536 of them to guess from. */
  failuresOfSite: 120,
  firstWaitMilliseconds: 60_000,
  longestWaitMilliseconds: 3_600_000,
  /** Quiet for so long: forgotten, how often it was blocked as well. */
  forgetMilliseconds: 7_200_000,
  /** What the counter may take; then, and for a moment after, the isolate counts by itself. */
  answerMilliseconds: 1_000,
  brokenMilliseconds: 10_000,
} as const;

/** Neon may take seconds to wake a compute that sleeps. */
export const databasePolicy = {
  /** One attempt to connect, or one query; what takes longer fails as a lost connection. */
  queryMilliseconds: 10_000,
  /** After a commit whose answer was lost, until one looks for the second time whether it happened. */
  lookAgainMilliseconds: 500,
  /** Longer than Postgres itself lets a step of a repair take. */
  repairQueryMilliseconds: 45_000,
} as const;

/**
 * Of transactions that read or change the schema. A table that others use is waited for no longer than the
 * lock lasts that whoever comes after would have to wait for too.
 */
export const schemaPolicy = {
  /** Expressions are put into words under a lock on their table. */
  introspectionLockMilliseconds: 2_000,
  /** A repair happens at any hour: it gives up soon, and nothing has changed. */
  repair: { lockMilliseconds: 2_000, statementMilliseconds: 30_000, idleMilliseconds: 30_000 },
  migration: {
    lockMilliseconds: 5_000,
    statementMilliseconds: 15 * 60_000,
    idleMilliseconds: 60_000,
  },
  /** All locks are held to the end of a rehearsal. */
  rehearsalLockMilliseconds: 2_000,
  /** Longer than Postgres itself lets a statement of a migration take. */
  migrationQueryMilliseconds: 16 * 60_000,
  /** For the end of another migration or repair, asked again after each pause. */
  othersMilliseconds: 30_000,
  pauseMilliseconds: 100,
  /** For all that is published, before a repair begins. */
  survivorsMilliseconds: 10_000,
} as const;

/** Of one environment. Workers KV takes one write of a key a second, and answers 429 to another. */
export const publishPolicy = {
  /** From the end of one publication by an isolate to the beginning of the next. */
  everyMilliseconds: 1_000,
  /** Before a publisher writes again, as it was overtaken or the store was busy: at random between the two. */
  pause: { leastMilliseconds: 1_000, mostMilliseconds: 2_000 },
  /** By a publisher that is overtaken each time; whoever overtook it publishes as well. */
  attempts: 10,
  /** A publication that takes longer keeps nobody from the next: a fault may be over by now. */
  runningMilliseconds: 3_000,
  /** After that long, what another request was to publish is not waited for any more. */
  abandonAfterMilliseconds: 15_000,
} as const;

/** Of the job of every minute. */
export const scheduledPolicy = {
  /** No scheduled change is begun later in a run than this: the rest is for the next run. */
  changesMilliseconds: 40_000,
  /** In which minute of each hour a part does what it does no oftener: none in that of another. */
  hourlyMinute: { audit: 0, usage: 15, propagation: 20, webhooks: 30, backup: 40 },
} as const;

/** Of what each environment has served. */
export const historyPolicy = {
  /** A change waits no longer for its place in it; without one it is served all the same. */
  recordMilliseconds: 3_000,
  /** Contents, each for as many versions in a row as served it. */
  keptVersions: 50,
} as const;

/** Whoever asks for health wants an answer, not a wait. */
export const readinessPolicy = {
  /** For each of what is asked at the same time: the store, the hub, the database, who is asking. */
  patienceMilliseconds: 3_000,
  /** To learn which environments there are; then those that are known without are looked at. */
  environmentsMilliseconds: 1_000,
  /** For what another request has begun, which may have ended with it; then one looks oneself. */
  sharedMilliseconds: 6_000,
  /** Anybody may ask as often as they like, and the database is asked no oftener than this. */
  keptMilliseconds: 5_000,
  /** A snapshot that lags behind its rows for longer was not published, or is not seen here: KV's minute, and a half. */
  publishedWithinSeconds: 90,
} as const;

/**
 * What is read over Neon's HTTP driver is asked again, after a wait at random between two bounds
 * (full jitter): what failed together does not come back together. Transactions are not: whether one
 * that broke off was committed is looked up instead. What is not named here would fail again.
 */
export const retryPolicy = {
  /** Nothing is asked again later than this: the caller has the next rung, or a 503 to act on. */
  totalMilliseconds: 1_500,
  /** No SQLSTATE: no connection, a connection lost, a 500 of Neon's. Not 413 or 507: too large. */
  unanswered: { times: 2, leastMilliseconds: 50, mostMilliseconds: 250 },
  /** 08xxx, 57P01, 57P02, 57P03: the server went away or comes up. */
  session: { times: 2, leastMilliseconds: 50, mostMilliseconds: 250 },
  /** 53300: all connections are taken, and those that wait would only take more. */
  full: { times: 2, leastMilliseconds: 250, mostMilliseconds: 500 },
  /** 40001, 40P01, 55P03: another transaction was in the way. */
  conflict: { times: 3, leastMilliseconds: 50, mostMilliseconds: 250 },
} as const;

/** Of the audit log: hashing an entry takes a twentieth of a millisecond. */
export const auditPolicy = {
  /** By one request, which a Worker has 30 s of computing for; the next goes on from there. */
  entriesVerifiedAtOnce: 20_000,
  /** The newest hash is noted in KV once a day; so many notes are kept. */
  anchors: 400,
  anchorMilliseconds: 23 * 60 * 60 * 1_000,
} as const;

/** Of a read replica, `DATABASE_READ_URL`: it takes load, and nothing depends on it. */
export const replicaPolicy = {
  /** Less than the primary has, since that is asked next. */
  queryMilliseconds: 2_000,
  /** After it failed, the primary alone is asked for that long. */
  brokenMilliseconds: 30_000,
  /** After a write of this isolate as well; Neon's replicas lag by less, unless they are ill. */
  lagMilliseconds: 10_000,
} as const;

/** Of webhooks. What a receiver has missed for a day, a person has to have delivered again. */
export const webhookPolicy = {
  /** Of a project: each makes every change longer. */
  most: 20,
  /** For the receiver's whole answer, of which no more is read than so many bytes, and a beginning kept. */
  answerMilliseconds: 5_000,
  answerBytes: 65_536,
  keptBytes: 1_024,
  /** At once, then after 30 s, and three times as long each: the ninth is 27 hours after the first. */
  attempts: 9,
  pause: { firstMilliseconds: 30_000, factor: 3 },
  /** Each pause is a part of itself shorter or longer, at random: what failed together comes back apart. */
  jitter: 0.25,
  /** What a receiver may ask for by Retry-After, with 429 or 503, instead. */
  retryAfter: { leastMilliseconds: 1_000, mostMilliseconds: 12 * 60 * 60 * 1_000 },
  /** Whoever has begun to deliver has it to itself that long: an attempt, and the database around it. */
  claimMilliseconds: 60_000,
  /** To hand deliveries to the queue; then the scheduled job finds them. */
  enqueueMilliseconds: 2_000,
  /** By one invocation. A Worker has six connections. */
  atOnce: 5,
  /** What is due for longer is handed to the queue (again) by the scheduled job, so many a minute. */
  graceMilliseconds: 5_000,
  dueAtOnce: 1_000,
  /** By the scheduled job itself, where there is no queue: less than a minute, if all of them hang. */
  deliveredByJob: 50,
  /** Of a state before or after a change; a larger one is left out. */
  stateCharacters: 16_384,
  /** A secret goes on signing beside the one that replaces it. */
  previousSecretMilliseconds: 24 * 60 * 60 * 1_000,
  /** Finished deliveries are forgotten then. */
  keptDays: 30,
} as const;

/** Of counting what is served, in an isolate. A request waits for none of it. */
export const usagePolicy = {
  /**
   * From the first answer after a report to the next report, at random between the two. The platform ends
   * what a request has begun 30 s after its answer.
   */
  report: { leastMilliseconds: 10_000, mostMilliseconds: 20_000 },
  /** The same from the first answer of a version, which somebody may be waiting to see. */
  firstsMilliseconds: 2_000,
  /** For the queue to take a report; then it is sent again with the next. */
  sendMilliseconds: 5_000,
  /** A report that was to be made and is late by so much was ended by the platform. */
  lostMilliseconds: 15_000,
  /** Of one environment between two reports; further organisations are counted together. */
  organisationCells: 20_000,
  /** Different labels that are kept while the queue takes nothing, and of how many characters: about 10 MB. */
  rows: 50_000,
  rowCharacters: 5_000_000,
  /** Of one environment that are counted by themselves. */
  organisations: 10_000,
  /** Of organisations in one environment and hour, for each flag and variant one; about 5 MB with their index. */
  organisationRows: 50_000,
  /** Before the queue delivers again what could not be counted; twice as long each time. */
  retry: { firstSeconds: 30, mostSeconds: 3_600 },
  /** After which hours become days, and days are forgotten. */
  hourlyDays: 35,
  dailyDays: 400,
  /** How long a report is known to be counted: longer than any queue keeps it. */
  reportDays: 15,
  /** By which the clock of an isolate may be ahead of the database's. */
  skewMilliseconds: 300_000,
  /** An organisation that is not seen for so long makes room for another. */
  organisationDays: 90,
  /** Rows that one statement moves or forgets, and how often it is run in an hour. */
  agedAtOnce: 20_000,
  turnsOfAging: 10,
  /** Of the rows of one report. A queue takes messages of 128,000, and counts each 64,000 begun. */
  reportBytes: 60_000,
} as const;

/** Of how versions spread over the locations of the edge. */
export const propagationPolicy = {
  /** A location that has answered within that long is in use: many times what an isolate takes to report. */
  activeMinutes: 10,
  /** Told of at once. */
  listedVersions: 10,
  /** Of one environment, each with a receipt for each location. */
  keptVersions: 50,
  /** Without an answer for so long, a location is forgotten. */
  locationDays: 7,
  /** What was published of an environment that was deleted is forgotten then. */
  deletedDays: 30,
  /** So many receipts by one statement. */
  forgottenAtOnce: 50_000,
} as const;

/** Of one look at everything, as a scraper takes it every quarter of a minute. */
export const metricsPolicy = {
  /** For each part: what takes longer is absent. Less than the ten seconds that Prometheus waits. */
  patienceMilliseconds: 3_000,
  /** In one isolate, for what takes more than a few rows: the schema and the audit log. */
  keptMilliseconds: 60_000,
  /** The newest so many entries are verified. */
  auditEntries: 500,
} as const;

/** Of the watchman, who looks once a minute at all that flags depend on. */
export const watchPolicy = {
  /** For the database, which Neon may have to wake; for what is published; and for the list of backups. */
  databaseMilliseconds: 10_000,
  publishedMilliseconds: 5_000,
  backupsMilliseconds: 5_000,
  /** For the object that knows what was told. */
  answerMilliseconds: 5_000,
  /** What fails at times and is well a moment later is told when a second look, or a third, finds it still. */
  twoLooksMilliseconds: 45_000,
  threeLooksMilliseconds: 105_000,
  /** What comes and goes with the load is over when it has not been seen for that long. */
  calmMilliseconds: 5 * 60_000,
  /** Isolates of older and newer code work side by side for as long as a deployment takes. */
  deploymentMilliseconds: 10 * 60_000,
  /** A look that began so much before the newest one comes late; more, and it is a clock that was set. */
  lateMilliseconds: 5 * 60_000,
  /** Of messages: so many are kept, sent by one job, and left to that job alone for less than a minute. */
  messagesKept: 500,
  messagesAtOnce: 50,
  leaseMilliseconds: 50_000,
  /** What could not be written into a webhook's log for so long is left out of it. */
  logMilliseconds: 24 * 60 * 60 * 1_000,
  /** Of one message: so many tables or flags by name, of so many characters. */
  listed: 20,
  characters: 200,
  /** Of those a database has; the rest is for whoever comes to look why. */
  connections: { warning: 0.8, critical: 0.95 },
  /** A round trip of the look's own statement takes a twentieth of that, from wherever the job runs. */
  slowMilliseconds: 2_000,
  /** Sizes, statements and backups change slowly, and cost more to ask for: in minutes that end in 5. */
  heavyMinute: { every: 10, at: 5 },
  /** What a table has after years of a busy project, had nothing been forgotten. */
  tableBytes: 10_000_000_000,
  /** Of an index: so much larger than its table, and not small. */
  index: { times: 2, bytes: 500_000_000 },
  /** On the average between two heavy looks, of a statement that ran so often: an operator waits for it. */
  statement: { milliseconds: 1_000, calls: 3, remembered: 50 },
  /** Of the answers between two looks; fewer are an isolate that started at a bad moment. */
  fallback: { share: 0.01, answers: 5 },
  /** The whole audit log is verified again after that, a part each minute. */
  wholeChainMilliseconds: 24 * 60 * 60 * 1_000,
  /** A critical flag that was deleted is missed for a day. */
  missedMilliseconds: 24 * 60 * 60 * 1_000,
  features: 1_000,
} as const;

/** Of the `burgee` command that asks a Worker. */
export const deploymentPolicy = {
  /** For the whole answer: longer than a publication in stages may take that waits for others. */
  answerMilliseconds: 60_000,
  /**
   * Of what is deployed with the code: every isolate reads it when it starts, and a Worker of the free
   * plan has at most 3 MB compressed; snapshots compress to a fifth or less.
   */
  bundleBytes: 5_000_000,
  /** A command of wrangler; the longest builds the dashboard, bundles and uploads. */
  wranglerMilliseconds: 600_000,
  /** Until every location knows of another split of the traffic; Cloudflare speaks of seconds. */
  spreadMilliseconds: 60_000,
  /** Between two looks whether it does. */
  spreadPauseMilliseconds: 1_000,
  /** A request that tells how a version fares. It may be the first of an isolate, and wake Neon. */
  probeMilliseconds: 20_000,
  /** One that failed is made once more after that: a lost connection is no fault of a version. */
  probeAgainMilliseconds: 1_000,
  /** So often each share of the traffic is looked at before it is raised. */
  probesOfStep: 10,
  /** To go back is tried so often, with a pause between, before a person is asked to. */
  goBackTries: 3,
  goBackPauseMilliseconds: 2_000,
  /** An address of workers.dev that is new, and a key that is, may take a minute to be known everywhere. */
  firstAnswerMilliseconds: 120_000,
  pauseMilliseconds: 500,
  lookMilliseconds: 10_000,
} as const;

/** Of backups, by the command and by the scheduled job alike. */
export const backupPolicy = {
  /** So much of a table is in memory at once, and in one statement of a restore. */
  pageBytes: 1_000_000,
  pageRows: 5_000,
  /** More than any row has, and less than fills the memory. */
  lineCharacters: 256 * 1024 * 1024,
  /** Of a table whose rows may be large: four times as many each time, while they fit. */
  firstRows: 4,
  /** For one page, or for the order of a large table. */
  queryMilliseconds: 5 * 60_000,
  /** What is written to a bucket at once: all parts but the last have to be of one size, this or more. */
  partBytes: 5 * 1024 * 1024,
  /** More than an environment's version rises in a day: one change in nine seconds, day and night. */
  versionsOfDay: 10_000,
  /** And while an isolate does not know yet of what was published a moment ago. */
  versionsOfMoment: 100,
  /** Of the scheduled job: one a day of UTC, from that hour on, and so many of them. */
  fromHour: 2,
  kept: 14,
  /** The newest is too old then; docs/monitoring/alerts.yaml has the same in seconds. */
  oldMilliseconds: 2 * 24 * 60 * 60 * 1_000,
} as const;

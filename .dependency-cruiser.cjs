/** All but what turns a rule into what the engine reads, which a page does before it is saved. */
const unsharedSnapshot = 'snapshot/(?!compile/compile-(?:condition|rule)\\.ts$).+$';

/** Imports go one way; CONTRIBUTING.md says why. A row: who, and what it must not reach. */
const directions = [
  ['engine', ['contract', 'db', 'snapshot', 'hub', 'control', 'http', 'schema', 'cli']],
  ['contract', ['db', 'snapshot', 'hub', 'control', 'http', 'schema', 'cli']],
  ['db', ['snapshot', 'hub', 'control', 'http', 'schema', 'cli']],
  ['snapshot', ['hub', 'control', 'http', 'schema', 'cli']],
  ['snapshot/compile', ['snapshot/(?:decompile|publish)']],
  ['snapshot/decompile', ['snapshot/publish']],
  ['hub', ['engine', 'db', 'control', 'http', 'schema', 'cli']],
  ['attempts', ['engine', 'db', 'hub', 'control', 'http', 'schema', 'cli']],
  ['watchman', ['engine', 'db', 'hub', 'control', 'http', 'schema', 'cli']],
  ['usage', ['db', 'hub', 'control', 'http', 'schema', 'cli']],
  ['control', ['http', 'cli']],
  ['http/evaluation', ['db', 'control', 'schema', 'cli', 'http/admin']],
  ['http/admin', ['db', 'snapshot', 'hub', 'engine', 'cli', 'http/evaluation']],
  [
    'http/description',
    ['db', 'snapshot', 'hub', 'engine', 'control', 'schema', 'cli', 'http/(?:admin|evaluation)'],
  ],
  ['schema', ['snapshot', 'hub', 'control', 'http', 'cli']],
  [
    'ofrep-check',
    ['engine', 'contract', 'db', 'snapshot', 'hub', 'control', 'http', 'schema', 'cli'],
  ],
  ['dashboard', ['db', unsharedSnapshot, 'hub', 'control', 'schema', 'cli', 'usage', 'attempts']],
  ['cli', ['engine', 'snapshot', 'hub', 'http', '(?:env|worker|data-plane|control-plane)\\.ts$']],
];

/** What `http/evaluation` may use of what the edge reads; the folders below it read the database. */
const edgeSnapshot =
  'src/snapshot/(load|answered-within|held|format|store|kv-store|with-timeout)\\.ts$';

/** What needs rows, zod or Postgres: what the edge reads never does. */
const makersOfSnapshots = '^src/snapshot/(compile|decompile|publish)/';

/** The hub's door; the object itself runs elsewhere. */
const edgeHub = 'src/hub/(hub-client|version-event)\\.ts$';

module.exports = {
  forbidden: [
    ...directions.map(([from, to]) => ({
      name: `${from.replace('/', '-')}-direction`,
      severity: 'error',
      from: { path: `^src/${from}/` },
      to: { path: to.map((place) => `^src/${place}${place.endsWith('$') ? '' : '/'}`) },
    })),
    {
      name: 'data-plane-without-database',
      comment:
        'Nothing that serves flags may come to need Postgres, the control plane, or its weight.',
      severity: 'error',
      from: { path: '^src/data-plane\\.ts$' },
      to: {
        path: [
          '^src/(db|control|http/admin)/',
          makersOfSnapshots,
          'drizzle',
          '@neondatabase',
          '/zod/',
        ],
        reachable: true,
      },
    },
    {
      name: 'worker-without-node-driver',
      comment: 'A Worker asks Postgres over HTTP and WebSockets; this driver is for Node.',
      severity: 'error',
      from: { path: '^src/worker\\.ts$' },
      to: {
        path: ['^src/(cli/|db/connect-directly)', 'node_modules/pg/', 'drizzle-orm/node-postgres'],
        reachable: true,
      },
    },
    {
      name: 'nothing-imports-the-command',
      severity: 'error',
      from: { pathNot: '^(src/cli|test)/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'control-plane-is-lazy',
      comment: 'An isolate that only serves flags never evaluates it.',
      severity: 'error',
      from: { path: '^src/worker\\.ts$' },
      to: { path: '^src/control-plane\\.ts$', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'edge-snapshot',
      severity: 'error',
      from: { path: '^src/http/evaluation/' },
      to: { path: '^src/snapshot/', pathNot: edgeSnapshot },
    },
    {
      name: 'edge-half-of-snapshot',
      comment: 'What the edge reads stays apart from what makes it.',
      severity: 'error',
      from: { path: '^src/(snapshot/[^/]+$|hub/|attempts/)' },
      to: { path: makersOfSnapshots },
    },
    {
      name: 'edge-hub',
      severity: 'error',
      from: { path: '^src/http/evaluation/' },
      to: { path: '^src/hub/', pathNot: edgeHub },
    },
    {
      name: 'one-reader-of-bindings',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(worker|env|data-plane|control-plane)\\.ts$' },
      to: { path: '^src/env\\.ts$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'only-declared-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        pathNot: '^cloudflare:',
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^cloudflare:' },
    },
    {
      name: 'product-without-tools',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(dev|test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['workerd', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};

/**
 * The table of rooms (docs/architecture.md) as a rule: what a room may import of ours.
 * A room is reached through its `index.ts` from outside.
 */
const everyone = ['errors', 'settings', 'kubernetes'];
const rooms = {
  kubernetes: [],
  resources: [],
  gotemplate: [],
  profile: ['resources', 'gotemplate', ...everyone],
  imports: [],
  constructs: ['imports', 'gotemplate'],
  charts: ['profile', 'constructs', 'imports', 'resources', ...everyone],
  readiness: ['charts', 'resources', ...everyone],
  synth: ['charts', 'readiness', 'gotemplate', ...everyone],
  explain: ['profile', 'charts', 'gotemplate', ...everyone],
  graph: ['profile', 'charts', 'synth', ...everyone],
  diff: ['charts', 'synth', 'gotemplate', ...everyone],
  testing: ['profile', 'charts', 'synth', ...everyone],
  'runtime/cluster': ['errors', 'kubernetes'],
  'runtime/apply': ['runtime/cluster', 'errors', 'kubernetes'],
  'runtime/manager': ['runtime/cluster', 'errors', 'kubernetes'],
  'runtime/values': ['gotemplate', 'profile', 'charts', 'errors', 'kubernetes'],
  'runtime/kcp': ['profile', 'runtime/cluster', 'runtime/apply', 'errors', 'kubernetes'],
  'runtime/readiness': ['readiness', 'charts', 'resources', 'runtime/cluster', 'errors', 'kubernetes'],
  'runtime/subroutines': [
    'gotemplate',
    'profile',
    'charts',
    'readiness',
    'runtime/cluster',
    'runtime/apply',
    'runtime/values',
    'runtime/readiness',
    'runtime/kcp',
    ...everyone,
  ],
  'runtime/actions': ['gotemplate', 'profile', 'charts', 'readiness', 'runtime', ...everyone],
  cli: [
    'resources',
    'gotemplate',
    'profile',
    'constructs',
    'charts',
    'readiness',
    'synth',
    'explain',
    'graph',
    'diff',
    'runtime',
    ...everyone,
  ],
};
/** Files that belong to no room: the entry points, which show what a room shows, and the leaves. */
const entries = ['index.ts', 'cdk8s-app.ts', 'errors.ts', 'settings.ts'];
/** Patterns of all files that the table knows. */
const known = [...Object.keys(rooms).map((room) => `^src/${room}/`), ...entries.map((file) => `^src/${file.replace('.', '\\.')}$`)];

const forbidden = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `src/${room} may import: ${allowed.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: [`^src/${room}/`, ...allowed.flatMap((other) => [`^src/${other}\\.ts$`, `^src/${other}/`])] },
}));

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'no-room',
      comment: 'every file of src/ lies in a room of the table',
      severity: 'error',
      from: { path: '^src/', pathNot: known },
      to: {},
    },
    {
      name: 'no-room-imported',
      comment: 'the same for a file that imports nothing',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: known },
    },
    {
      name: 'public-face',
      comment: 'a room is used through its index.ts',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/[^/]+/.+',
        pathNot: [
          '^src/$1/',
          '^src/[^/]+/index\\.ts$',
          '^src/(constructs|runtime)/[^/]+/index\\.ts$',
          '^src/imports/',
          '^src/gotemplate/yaml/index\\.ts$',
        ],
      },
    },
    {
      name: 'public-face-of-runtime',
      comment: 'the same within src/runtime',
      severity: 'error',
      from: { path: '^src/runtime/([^/]+)/' },
      to: { path: '^src/runtime/[^/]+/.+', pathNot: ['^src/runtime/$1/', '^src/runtime/[^/]+/index\\.ts$'] },
    },
    {
      name: 'leaves',
      comment: 'errors.ts and settings.ts import nothing of ours',
      severity: 'error',
      from: { path: '^src/(errors|settings)\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(errors|settings)\\.ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'imports of types count: what two files share has a file of its own',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'declared',
      comment: 'a package that is imported is a dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'], dependencyTypesNot: ['npm'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'], exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};

// The arrows of ARCHITECTURE.md. Each rule's comment is what a contributor reads when it fires.
const feature = (line, folders, comment) => ({ line, folders, comment });

/** Features by line; one may import only features of lower lines (plus http, db, queue, config). */
const lines = [
  feature(0, ['auth'], 'stands on nothing but http, db, queue and config'),
  feature(1, ['changes', 'events', 'providers', 'ai'], 'may use who is calling (auth)'),
  feature(2, ['drafts', 'prospects', 'mailboxes'], 'may use lines 0 and 1'),
  feature(3, ['emails', 'tracking'], 'may use lines 0 to 2'),
  feature(4, ['ingest', 'analytics'], 'may use lines 0 to 3'),
  feature(5, ['health'], 'may use every line'),
];
const inApi = (folders) => `^api/src/(${folders.join('|')})/`;

const featureRules = lines.flatMap(({ line, folders, comment }) =>
  folders.map((folder) => ({
    name: `line ${line}: ${folder}`,
    comment: `api/src/${folder} ${comment}: an import upwards or sideways makes a cycle of features.`,
    severity: 'error',
    from: { path: inApi([folder]) },
    to: {
      path: inApi(lines.filter((other) => other.line >= line).flatMap((other) => other.folders)),
      pathNot: inApi([folder]),
    },
  })),
);

/** Tests, and what several of them share. */
const TESTS = '\\.test\\.tsx?$|/testing/';

const wall = (name, comment, from, to, more = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TESTS, ...more.from },
  to: { path: to, ...more.to },
});

module.exports = {
  forbidden: [
    {
      name: 'no cycles',
      comment: 'two files that need each other are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    wall(
      'shared knows nobody',
      'shared/ runs anywhere: zod and nothing else.',
      '^shared/',
      '^(api|extension|e2e|prisma)/|^node_modules/(?!zod/)',
    ),
    wall(
      'extension meets the API in shared',
      'the extension knows the contract, never the server.',
      '^extension/',
      '^(api|e2e|prisma)/',
    ),
    wall(
      'API meets the extension in shared',
      'the API knows the contract, never the extension.',
      '^api/',
      '^extension/',
    ),
    wall(
      'only tests import e2e',
      'the sandbox is the outside world: the product never knows it is there.',
      '^(api|extension|shared|prisma)/',
      '^e2e/',
    ),
    wall(
      'the panel sends messages',
      'the panel is a page: it asks the background and shows the answer.',
      '^extension/panel/',
      '^extension/(background|webmail)/',
      { to: { pathNot: '^extension/webmail/webmail\\.ts$' } },
    ),
    wall(
      'a webmail adapter knows the page only',
      'what it sees it tells through its door; it asks nobody.',
      '^extension/webmail/',
      '^extension/(background|panel|messaging)/',
    ),
    wall(
      'no validator in the mail page',
      'webmail imports types only from shared, so that the content script stays small.',
      '^extension/webmail/',
      '^shared/|^node_modules/(zod|react)',
      { to: { dependencyTypesNot: ['type-only'] } },
    ),
    wall(
      'the mail tab stays small',
      'it ties a compose to its ring and its saver; it asks the background and shows the panel, and is neither.',
      '^extension/mail-tab/',
      '^extension/(background|panel)/',
    ),
    wall(
      'no polyfill in the mail page',
      'its table of all browser calls weighs more than those made there, which answer with promises by themselves: wxt/browser.',
      '^extension/(mail-tab|webmail)/|^extension/messaging/(call|own-page)\\.ts$',
      '^node_modules/webextension-polyfill/',
    ),
    wall(
      'the background has no page',
      'it outlives tabs; pages talk to it through messages.',
      '^extension/background/',
      '^extension/(panel|webmail|mail-tab)/',
    ),
    wall(
      'ai is a pure function',
      'it writes no row and triggers nothing: no database, no queue.',
      '^api/src/ai/',
      '^api/src/(db|queue|generated)/|^node_modules/(pg|bullmq|@prisma)/',
    ),
    wall(
      'providers know no database',
      'a provider speaks to a mail API; who keeps what it says is above it.',
      '^api/src/providers/',
      '^api/src/(db|queue|generated)/',
    ),
    wall('the dashboard is a page', 'it calls the contract like any client.', '^api/dashboard/', '^api/src/'),
    wall(
      'the floor knows no feature',
      'http, db, queue and config lie below every feature.',
      '^api/src/(http|db|queue|embedded|config)',
      inApi(lines.flatMap((l) => l.folders)),
    ),
    ...featureRules.map((rule) => ({ ...rule, from: { ...rule.from, pathNot: TESTS } })),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'generated/|^dist/|^\\.output|^\\.wxt' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};

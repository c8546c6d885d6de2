/** Lint, with the map of rooms as one list: what a room may import, and which package is loaded in which room alone. */
import { defineConfig } from 'oxlint'

/** Rooms of src-main, ground floor first, each with those that it may import. */
const GROUND = ['axes', 'contract', 'theory']
const MIDDLE = ['figures', 'files', 'workers', 'program', 'pictures', 'compute', 'datasets', 'diffusion', 'history']
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  axes: [],
  contract: ['axes'],
  theory: ['axes', 'contract'],
  figures: ['contract'],
  print: ['contract', 'figures'],
  files: ['contract'],
  workers: ['contract'],
  program: ['contract'],
  transport: ['contract'],
  pictures: ['contract', 'files'],
  compute: [...GROUND, 'files', 'program'],
  history: [...GROUND, 'files'],
  datasets: [...GROUND, 'files', 'workers', 'program', 'pictures', 'compute'],
  diffusion: [...GROUND, 'files', 'compute', 'datasets'],
  engine: [...GROUND, ...MIDDLE],
  runs: [...GROUND, 'files', 'workers', 'program', 'compute', 'datasets', 'diffusion', 'engine', 'history'],
  sweeps: [...GROUND, 'files', 'workers', 'program', 'datasets', 'engine', 'runs', 'history'],
  studies: [
    ...GROUND,
    'figures',
    'files',
    'workers',
    'program',
    'datasets',
    'diffusion',
    'engine',
    'runs',
    'sweeps',
    'history',
  ],
  doors: [
    ...GROUND,
    'figures',
    'print',
    'files',
    'workers',
    'program',
    'datasets',
    'engine',
    'runs',
    'sweeps',
    'studies',
    'history',
  ],
  window: ['contract', 'files', 'transport'],
  cli: [...GROUND, ...MIDDLE, 'engine', 'runs', 'sweeps', 'studies'],
}
const PURE = ['axes', 'contract', 'theory', 'figures']
/** What of src-main the page may import. */
const PAGE_SEES = PURE

/** Folders of the page's ground, each with those of the page that it may import. */
const PAGE_GROUND: Readonly<Record<string, readonly string[]>> = {
  ui: [],
  api: [],
  charts: ['ui'],
  words: ['ui'],
  shape: [],
  pictures: ['ui', 'words'],
  figures: ['ui', 'words', 'charts'],
  files: ['ui', 'api'],
  remarks: [],
  judging: ['ui', 'shape'],
  values: ['ui', 'words', 'figures'],
}
/** Pages stand over the ground and do not import one another, but for what is named. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  schedules: ['theory', 'sweeps'],
  effort: [],
  ledger: [],
  theory: [],
  runs: ['sweeps', 'effort', 'ledger'],
  compare: ['runs'],
  datasets: [],
  models: ['ledger'],
  studies: [],
  sweeps: [],
  settings: [],
  welcome: [],
}

const BUILT_IN = ['fs', 'path', 'os', 'crypto', 'child_process', 'fs/promises', 'worker_threads', 'url', 'module']
/** Packages that are loaded in some rooms alone. */
const LOADED_IN: readonly { name: string; rooms: readonly string[]; message: string }[] = [
  { name: 'electron', rooms: ['window'], message: 'Imported in main.ts, preload.ts and window/ only.' },
  {
    name: 'better-sqlite3',
    rooms: ['history', 'files'],
    message: 'Imported in history/ and for locks in files/ only.',
  },
  { name: '@tensorflow/tfjs-node-gpu', rooms: ['compute'], message: 'Imported in compute/ only.' },
  {
    name: 'onnxruntime-node',
    rooms: ['compute'],
    message: 'Loaded in compute/onnx/runtime.ts only, and there in engine processes only.',
  },
  { name: 'pdfkit', rooms: ['print'], message: 'Imported in print/ only.' },
  { name: 'fontkit', rooms: ['print'], message: 'Imported in print/ only.' },
  { name: 'sharp', rooms: ['pictures'], message: 'Imported in pictures/ only.' },
  { name: 'chart.js', rooms: ['charts'], message: 'Imported in src-renderer/charts/ only.' },
]

type Pattern = { regex: string; message: string }
const closed = (prefix: string, names: readonly string[], message: string): Pattern[] =>
  names.length
    ? [{ regex: `^${prefix}(${names.join('|')})/`, message: `${message} See the map of rooms in README.` }]
    : []

function zone(files: string, room: string, patterns: Pattern[], withoutNode: boolean) {
  const paths = LOADED_IN.filter(({ rooms }) => !rooms.includes(room)).map(({ name, message }) => ({ name, message }))
  const builtIn = withoutNode ? BUILT_IN.flatMap((name) => [name, `node:${name}`]) : []
  const message = 'What runs in the page has nothing of Node.'
  const rule = { patterns, paths: [...paths, ...builtIn.map((name) => ({ name, message }))] }
  return { files: [files], rules: { 'no-restricted-imports': ['error', rule] as ['error', typeof rule] } }
}

const mainZones = Object.entries(ROOMS).map(([room, below]) => {
  const others = Object.keys(ROOMS).filter((one) => one !== room && !below.includes(one))
  const says = `${room} may import ${below.join(', ') || 'no other room'}.`
  return zone(`src-main/${room}/**`, room, closed('(#|(\\.\\./)+)', others, says), PURE.includes(room))
})

const unseen = Object.keys(ROOMS).filter((room) => !PAGE_SEES.includes(room))
const hidden: Pattern[] = [
  ...closed('#', unseen, `The page imports ${PAGE_SEES.join(', ')} and itself.`),
  { regex: '/src-main/', message: 'The page reaches src-main by its aliases.' },
]
const pageZones = Object.entries({ ...PAGE_GROUND, ...FEATURES }).map(([room, below]) => {
  const all = Object.keys({ ...PAGE_GROUND, ...FEATURES })
  const seen = room in FEATURES ? [...Object.keys(PAGE_GROUND), ...below] : below
  const others = all.filter((one) => one !== room && !seen.includes(one))
  const says = `${room} may import ${seen.join(', ') || 'no other folder'} of the page.`
  return zone(`src-renderer/${room}/**`, room, [...hidden, ...closed('(\\.\\./)+', others, says)], true)
})

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['out', 'release', 'node_modules', 'resources'],
  rules: {
    'import/no-cycle': 'error',
    'import/no-unassigned-import': 'off',
    'no-shadow': 'off',
    'no-await-in-loop': 'off',
    'no-underscore-dangle': 'off',
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    ...mainZones,
    zone('src-renderer/*', '', hidden, true),
    ...pageZones,
    { files: ['**/*.test.ts'], rules: { 'no-restricted-imports': 'off' } },
  ],
})

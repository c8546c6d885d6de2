// Makes node_modules match package-lock.json, and finds the Node that runs the program.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { withLock } from './lock.mjs'
import { lastLines, run } from './run.mjs'

/** The first Node that runs TypeScript as it stands, without a flag. */
const OLDEST = [22, 18]

/** @typedef {{ lock: string, node: string | null }} Stamp `lock`: sha256 of package-lock.json; `node`: the Node it brought, if it runs here */

/**
 * `npm ci` where node_modules is absent or belongs to another lockfile; nothing where it matches.
 * @param {{ root: string, cache: string, say: (line: string) => void }} options
 * @returns {Promise<string>} the Node to run the program with; throws one sentence where there is none
 */
export async function ensureNodeModules({ root, cache, say }) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const file = join(root, 'node_modules', '.anneal.json')
  let stamp = readStamp(file)
  if (stamp?.lock !== lock) {
    stamp = await withLock(join(cache, `npm-${shortHash(root)}.lock`), say, async () => {
      const meanwhile = readStamp(file)
      if (meanwhile?.lock === lock) return meanwhile
      const lockfile = readJson(join(root, 'package-lock.json'))
      const installed = () => readJson(join(root, 'node_modules', '.package-lock.json'))
      if (!matchesLockfile(lockfile, installed())) {
        await npmCi(root, say)
        for (const path of leftOut(lockfile, installed()))
          say(
            `  WITHOUT ${path}, which npm left out: the program goes on without what needs it. Try again: npm ci --ignore-scripts`,
          )
      }
      const stamp = { lock, node: await lockfileNode(root) }
      writeFileSync(file, JSON.stringify(stamp))
      return stamp
    })
  }
  if (stamp.node !== null) return join(root, stamp.node)
  if (isNewEnough(process.versions.node)) return process.execPath
  throw new Error(
    `needs Node ${OLDEST.join('.')} or newer, and this is ${process.versions.node}: install a newer one (nodejs.org) and start again`,
  )
}

/**
 * Whether npm's own note of what it installed has every package of the lockfile in its version. Optional ones of others may be
 * absent, as those of other platforms always are; our own only where they do not fit this one.
 * @param {any} lockfile package-lock.json
 * @param {any} installed node_modules/.package-lock.json
 */
export function matchesLockfile(lockfile, installed) {
  if (!lockfile?.packages || !installed?.packages) return false
  return Object.entries(lockfile.packages).every(([path, entry]) => {
    if (path === '') return true
    const present = installed.packages[path]
    if (present) return present.version === entry.version
    return (entry.optional === true || entry.devOptional === true) && !leftOut(lockfile, installed).includes(path)
  })
}

/** Our own optional packages that fit this platform and are absent: npm drops one that it cannot install. */
export function leftOut(/** @type {any} */ lockfile, /** @type {any} */ installed) {
  const own = Object.keys(lockfile?.packages?.['']?.optionalDependencies ?? {}).map((name) => `node_modules/${name}`)
  return own.filter((path) => fits(lockfile.packages[path]) && !installed?.packages?.[path])
}

const fits = (/** @type {{ os?: string[], cpu?: string[] } | undefined} */ entry) =>
  entry !== undefined && (entry.os?.includes(process.platform) ?? true) && (entry.cpu?.includes(process.arch) ?? true)

export const isNewEnough = (/** @type {string} */ version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/**
 * Without install scripts, which none of our packages needs: only npm 11 obeys `allowScripts`, and where one fails, as for want
 * of a compiler or the network, npm takes an optional package away again without a word.
 */
async function npmCi(/** @type {string} */ root, /** @type {(line: string) => void} */ say) {
  say('installing the packages of package-lock.json (npm ci --ignore-scripts)')
  const started = Date.now()
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  const { code, output } = await run(npm[0], [...npm.slice(1), 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    shell: process.platform === 'win32',
  })
  if (code === 127) throw new Error('needs npm, which comes with Node: install Node from nodejs.org and start again')
  if (code !== 0) {
    throw new Error(
      `npm ci failed: ${npmReason(output)}; check the network and npm's registry setting, then start again`,
    )
  }
  say(`  installed in ${Math.round((Date.now() - started) / 1000)} s`)
}

/** What npm said went wrong, without its codes, its advice and the place of its log. */
export function npmReason(/** @type {string} */ output) {
  const lines = output.split('\n').flatMap((line) => /^npm (?:error|ERR!) (.*)/.exec(line)?.[1] ?? [])
  const reasons = lines
    .map((line) => line.trim())
    .filter((line) => !/^$|^(code|errno|syscall) |complete log/.test(line))
  return reasons.length > 0 ? reasons.slice(0, 2).join(' ') : lastLines(output)
}

/** The Node that the lockfile brings for this platform, where it does and where it can run. */
async function lockfileNode(/** @type {string} */ root) {
  const node = join('node_modules', '.bin', 'node')
  if (!existsSync(join(root, node))) return null
  const { code, output } = await run(join(root, node), ['--version'])
  return code === 0 && isNewEnough(output.trim().replace(/^v/, '')) ? node : null
}

/** The environment in which npm's programs and the lockfile's Node come first. */
export const withBinaries = (/** @type {string} */ root, /** @type {string} */ node) => ({
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), dirname(node), process.env.PATH].join(delimiter),
})

/** @returns {Stamp | undefined} */
function readStamp(/** @type {string} */ file) {
  const stamp = readJson(file)
  return typeof stamp?.lock === 'string' ? stamp : undefined
}

function readJson(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

const shortHash = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex').slice(0, 12)

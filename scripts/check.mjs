// `npm run check`: every check that needs no browser, one after the other; all of them run, and the first failure decides.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withBinaries } from './setup/node-modules.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const node = join(root, 'node_modules', '.bin', 'node')

/** Each check is a script of package.json, so that it can be run alone. */
const CHECKS = ['format:check', 'lint', 'types', 'check:svelte', 'unit']

const results = CHECKS.map((name) => {
  const started = Date.now()
  const { status } = spawnSync('npm', ['run', '--silent', name], {
    cwd: root,
    env: withBinaries(root, node),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return { name, passed: status === 0, seconds: (Date.now() - started) / 1000 }
})
for (const { name, passed, seconds } of results) {
  process.stderr.write(`${passed ? 'passed' : 'FAILED'}  ${name}  ${seconds.toFixed(1)} s\n`)
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1

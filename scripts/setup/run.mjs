// Runs one outside program and answers with what it said; set-up's only way to start one.
import { spawn } from 'node:child_process'

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, input?: string, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>} output is stdout and stderr together; code 127 where the program is missing
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell,
      stdio: 'pipe',
    })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
    // A program may end without reading its input; its exit code tells what that meant.
    child.stdin.on('error', () => {})
    child.stdin.end(options.input ?? '')
  })
}

/** The last lines of a program's output that carry anything: enough to act on, short enough to read. */
export const lastLines = (/** @type {string} */ output, count = 3) =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-count)
    .join(' | ')

/** The line in which a Node program named its error, before the stack and the version that it prints after. */
export const errorLine = (/** @type {string} */ output) =>
  output
    .split('\n')
    .findLast((line) => /^\s*(\w*Error|\S*[Ff]ailed.*[Ee]rror):/.test(line))
    ?.trim() ?? lastLines(output)

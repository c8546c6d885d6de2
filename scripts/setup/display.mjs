// A screen for the window's tests where the machine has none: Xvfb, for as long as they run.
import { spawn } from 'node:child_process'

/**
 * The display to use, and what ends it; null where there is none and Xvfb is not installed.
 * @returns {Promise<{ display: string, close: () => void } | null>}
 */
export function openDisplay(env = process.env) {
  if (process.platform !== 'linux') return Promise.resolve(null)
  if (env.DISPLAY) return Promise.resolve({ display: env.DISPLAY, close() {} })
  return new Promise((resolve) => {
    // It chooses a free number itself, and writes it to the descriptor named.
    const args = ['-displayfd', '3', '-screen', '0', '1600x1100x24', '-nolisten', 'tcp']
    const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    child.on('error', () => resolve(null))
    child.on('exit', () => resolve(null))
    child.stdio[3]?.on('data', (/** @type {Buffer} */ number) =>
      resolve({ display: `:${number.toString().trim()}`, close: () => void child.kill() }),
    )
  })
}

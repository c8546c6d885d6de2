/**
 * How a process of our own is started: on Node, by `child_process.fork`, whichever program asks. What an engine computes must not
 * depend on the door it was started from; Electron could run it too, but not with memory as TensorFlow wants it (docs/decisions/0007).
 */
import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf, textOf } from './messages.ts'

export type ProcessHandle<To, From> = {
  readonly pid: number | undefined
  post(message: To): void
  kill(): void
  onMessage(listener: (message: From) => void): void
  /** What native libraries and the runtime print. */
  onOutput(listener: (text: string) => void): void
  onExit(listener: (exit: { code: number | null; signal: string | null }) => void): void
}
export type StartProcess = <To, From>(
  file: string,
  args: string[],
  env: Record<string, string>,
) => ProcessHandle<To, From>

/** Windows opens a console for a Node that a window starts, unless told not to; `fork` passes this on, its types do not say so. */
const NO_CONSOLE = { windowsHide: true }

/** Starts processes with the Node at this path. */
export const startWith =
  (node: string): StartProcess =>
  (file, args, env) => {
    const child = fork(file, args, {
      execPath: node,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      ...NO_CONSOLE,
    })
    // A message to a process that has just died fails; its exit says all there is to say.
    child.on('error', () => {})
    return {
      pid: child.pid,
      post: (message) => void (child.connected && child.send(textOf(message), () => {})),
      kill: () => void child.kill('SIGKILL'),
      onMessage: (listener) => void child.on('message', (text) => listener(messageOf(text as string))),
      onOutput: (listener) => {
        for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', listener)
      },
      // 'close', not 'exit': by then every message and every line has been read.
      onExit: (listener) => void child.on('close', (code, signal) => listener({ code, signal })),
    }
  }

/** With the Node that runs this very process. */
export const forkProcess = startWith(process.execPath)

/** The file of a process that stands beside the module that starts it: in source, and in the bundle, where all entries share a folder. */
export const processFile = (name: string, importer: string): string =>
  fileURLToPath(new URL(`${name}${extname(importer)}`, importer))

const KEPT =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|APPDATA|LOCALAPPDATA|USERPROFILE|XDG_.*|LD_LIBRARY_PATH|DYLD_.*|CUDA_.*|NVIDIA_.*|TF_.*|OMP_.*|ANNEAL_.*)$/i

/** Only what an engine needs: no tokens, and no NODE_OPTIONS of whoever started us. */
export function cleanEnvironment(env: NodeJS.ProcessEnv, additions: Record<string, string>): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => KEPT.test(entry[0]) && entry[1] !== undefined,
  )
  return { ...Object.fromEntries(kept), ...additions }
}

/** How an engine process is started: `child_process.fork` here; Electron's utility process is handed in by its door. */
import { fork } from 'node:child_process'
import type { FromEngine, ToEngine } from '#contract/engine.ts'

export type EngineHandle = {
  readonly pid: number | undefined
  post(message: ToEngine): void
  kill(): void
  onMessage(listener: (message: FromEngine) => void): void
  /** What native libraries and the runtime print. */
  onOutput(listener: (text: string) => void): void
  onExit(listener: (exit: { code: number | null; signal: string | null }) => void): void
}
export type StartProcess = (file: string, args: string[], env: Record<string, string>) => EngineHandle

export const forkProcess: StartProcess = (file, args, env) => {
  const child = fork(file, args, {
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  })
  // A message to a process that has just died fails; its exit says all there is to say.
  child.on('error', () => {})
  return {
    pid: child.pid,
    post: (message) => void (child.connected && child.send(message, () => {})),
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
    onOutput: (listener) => {
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', listener)
    },
    // 'close', not 'exit': by then every message and every line has been read.
    onExit: (listener) => void child.on('close', (code, signal) => listener({ code, signal })),
  }
}

const KEPT =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|APPDATA|LOCALAPPDATA|USERPROFILE|XDG_.*|LD_LIBRARY_PATH|DYLD_.*|CUDA_.*|NVIDIA_.*|TF_.*|OMP_.*|ANNEAL_.*)$/i

/** Only what an engine needs: no tokens, and no NODE_OPTIONS of whoever started us. */
export function cleanEnvironment(env: NodeJS.ProcessEnv, additions: Record<string, string>): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => KEPT.test(entry[0]) && entry[1] !== undefined,
  )
  return { ...Object.fromEntries(kept), ...additions }
}

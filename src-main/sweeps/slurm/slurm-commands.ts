/** Slurm's own commands: what is asked of them, and what they answer. Nothing of a scheduler is ours. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Refusal } from '#contract/refusal.ts'

const execute = promisify(execFile)
/** A controller that is busy or down is not waited for longer. */
const PATIENCE = 30_000

export type QueuedTask = { job: string; name: string; state: string; reason: string; node: string; tasks: string }

/** What a command prints; refuses in one sentence where there is no such command, or it says no. */
async function ask(command: string, words: readonly string[]): Promise<string> {
  try {
    const { stdout } = await execute(command, [...words], { timeout: PATIENCE, encoding: 'utf8' })
    return stdout
  } catch (error) {
    const { code, stderr = '', killed } = error as NodeJS.ErrnoException & { stderr?: string; killed?: boolean }
    if (code === 'ENOENT') {
      const message = `There is no ${command} here: run this on a login node of the cluster, or with --on folder and a scheduler of your choice.`
      throw new Refusal(message, { field: command, code: 'unsupported', cause: error })
    }
    const said = killed ? `no answer within ${PATIENCE / 1000} s` : firstLine(stderr) || String(code)
    throw new Refusal(`${command} refused: ${said}.`, { field: command, code: 'conflict', cause: error })
  }
}

const firstLine = (text: string): string => {
  const lines = text.trim().split('\n')
  const error = lines.find((line) => /error:/.test(line)) ?? lines[0] ?? ''
  return error.replace(/^.*error: /, '').replace(/\.$/, '')
}

/** The job's number. `after`: jobs that must have ended, `fit`: one that must have ended well, before it may begin. */
export async function submit(script: string, { after, fit }: { after?: string; fit?: string } = {}): Promise<string> {
  const needs = [fit && `afterok:${fit}`, after && `afterany:${after}`].filter(Boolean)
  const words = [
    '--parsable',
    ...(needs.length > 0 ? [`--dependency=${needs.join(',')}`, '--kill-on-invalid-dep=yes'] : []),
  ]
  return (await ask('sbatch', [...words, script])).trim().split(';')[0]
}

/** Tasks that Slurm still has, of jobs with these names. */
export async function queued(names: readonly string[]): Promise<QueuedTask[]> {
  const format = '%F|%j|%T|%r|%N|%K'
  const text = await ask('squeue', ['--noheader', '--array', `--name=${names.join(',')}`, `--format=${format}`])
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [job, name, state, reason, node, tasks] = line.split('|')
      return { job, name, state, reason, node, tasks }
    })
}

export const cancelJobs = async (jobs: readonly string[]): Promise<void> => {
  if (jobs.length > 0) await ask('scancel', [...jobs])
}

/** Puts a job back into the queue, as a task does whose time is up. */
export const requeue = (job: string): Promise<string> => ask('scontrol', ['requeue', job])

/** `work FOLDER [--task N]`: works on the shared folder of a sweep, as each task of a cluster's array does. */
import type { Command } from 'commander'
import { Refusal } from '#contract/refusal.ts'
import { callerPath } from '#files/caller-path.ts'
import { resourcesFolder } from '#program/folders.ts'
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import { addCommand, type Invocation } from './command.ts'
import { CANCELLED_EXIT } from './runs.ts'

export function addWorkCommand(program: Command): void {
  addCommand(program, 'work', 'work on the runs of a sweep\u2019s shared folder until none is left: FOLDER', work, [
    ['--task <number>', 'begin with those of this task of the array'],
    ['--probe', 'only say whether this machine could'],
  ])
}

async function work({ words, options, output }: Invocation): Promise<void> {
  const [given, ...rest] = words
  if (given === undefined || rest.length > 0)
    throw new Refusal('Name the shared folder of one sweep; `anneal sweep FILE --on folder` makes one.', {
      field: 'folder',
    })
  const folder = callerPath(given)
  const [{ thisProgram }, { openWorker }, ends] = await Promise.all([
    import('#sweeps/shared/this-program.ts'),
    import('#sweeps/shared/worker.ts'),
    import('#sweeps/shared/worker-ends.ts'),
  ])
  const program = thisProgram()
  if (options.probe === true) {
    const { probe } = await import('#sweeps/slurm/probe.ts')
    const found = probe(folder, program)
    return output.answer(found, () => `${found.host}: Anneal ${found.anneal}, ${found.library}`)
  }
  const { SLURM_ARRAY_JOB_ID, SLURM_ARRAY_TASK_ID, SLURM_JOB_ID, SLURM_RESTART_COUNT, ANNEAL_THREADS } = process.env
  const job = SLURM_ARRAY_JOB_ID ? `${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}` : (SLURM_JOB_ID ?? null)
  const worker = openWorker({
    folder,
    task: taskOf(options.task),
    job,
    restarts: Number(SLURM_RESTART_COUNT ?? 0),
    program,
    threads: Number(ANNEAL_THREADS) || null,
    resources: resourcesFolder(),
    engine: { environment: { ...engineEnvironment(), ANNEAL_VERSION: program.anneal } },
    note: output.note,
  })
  let limit = false
  const stop = () => worker.stop('it was asked to end')
  const end = () => {
    limit = true
    worker.stop(ends.TIME_LIMIT)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGUSR2', end)
  const { finished, ended } = await worker.done
  output.answer({ finished, ended }, () => `${finished} runs finished; ${ended}`)
  if (ended !== ends.DONE) process.exitCode = CANCELLED_EXIT
  // Slurm ends this very task by it, and begins it anew.
  if (limit && job !== null) await (await import('#sweeps/slurm/slurm-commands.ts')).requeue(job)
}

function taskOf(given: unknown): number | null {
  if (given === undefined) return null
  const task = Number(given)
  if (Number.isInteger(task) && task >= 0) return task
  throw new Refusal(`task must be a whole number, 0 or more, got ${String(given)}.`, { field: 'task' })
}

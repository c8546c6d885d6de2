/** `fid A B`: two sides by a word each, judged in a process of its own with progress, cancel and resume. */
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import type { JudgeOptions, JudgeProgress } from '#contract/judge-options.ts'
import { Refusal } from '#contract/refusal.ts'
import { startJudge, type Judgement } from '#engine/judging/judge-desk.ts'
import { callerPath } from '#files/caller-path.ts'
import { judgeTask, sideOf } from '#runs/judge-task.ts'
import { verdictText } from './fid-text.ts'
import { number, seconds, type Output } from './output.ts'
import { resourcesFolder } from '#program/folders.ts'
import { CANCELLED_EXIT, withRuns } from './runs.ts'

export async function judgeWords(words: readonly string[], options: JudgeOptions, output: Output): Promise<void> {
  const [samples, reference] = words
  if (words.length > 2 || samples === undefined || (reference === undefined) !== (options.out !== undefined))
    throw new Refusal(
      'Name what is judged and the reference, such as anneal fid 12 mnist:test; or one of them and out=FILE.npz for its moments.',
      { field: 'samples' },
    )
  const { out } = options
  const task = await withRuns(({ history }) => {
    const from = { history, resources: resourcesFolder() }
    const against = reference === undefined ? null : sideOf(reference, 'reference', from)
    return judgeTask(sideOf(samples, 'samples', from), against, options, from)
  })
  const save = out === undefined ? undefined : callerPath(out)
  const onProgress = (progress: JudgeProgress) => output.progress(progressText(progress))
  const answer = await cancellable(startJudge(task, { environment: engineEnvironment(), onProgress, save }), output)
  if (answer.type === 'verdict') output.answer(answer.verdict, () => verdictText(answer.verdict))
  if (answer.type === 'saved')
    output.answer(answer.saved, () => `${answer.saved.file}: mu and sigma of ${answer.saved.n} pictures`)
}

async function cancellable(judgement: Judgement, output: Output): ReturnType<typeof wait> {
  const interrupt = () => {
    output.note('stopping; features that are done are kept, and the same command goes on from them')
    judgement.cancel()
    process.exitCode = CANCELLED_EXIT
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    return await wait(judgement)
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

const wait = ({ answer }: Judgement) => answer

function progressText({ stage, done, of, rate, secondsLeft }: JudgeProgress): string {
  const parts = [`${stage}: ${done}/${of}`]
  if (rate !== null) parts.push(`${number(rate, 1)} pictures a second`)
  if (secondsLeft !== null && done < of) parts.push(`${seconds(secondsLeft)} left`)
  return parts.join('  ')
}

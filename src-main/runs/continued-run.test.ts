import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { furtherConfig, type TrainConfig } from '#contract/further.ts'
import { applyOverrides } from '#contract/overrides.ts'
import type { RunService } from './run-service.ts'
import { openTestService, temporaryFolder, training } from './testing/open-test-service.ts'

let folder: string
let service: RunService
beforeEach(() => {
  folder = temporaryFolder('continued')
  service = openTestService(folder)
})
afterEach(async () => {
  await service.close()
  rmSync(folder, { recursive: true, force: true })
})

const run = async (config: object) => service.waitFor(service.startRun(config).id)
const configOf = (number: number) => service.history.read.configOf(String(number)) as TrainConfig
/** As the command line and the page have it. */
const further = (number: number, ...words: string[]) =>
  applyOverrides(furtherConfig(configOf(number), number), words, (text) => JSON.parse(text))
const remarks = (number: number) => service.history.read.get(String(number)).remarks

describe('a training that goes on', () => {
  it('ends as one of as many steps at once, in a run of its own whose parent the first is', async () => {
    const whole = await run(training(20, 'whole'))
    await run(training(10, 'half'))
    const rest = await run(further(2, 'training.steps=20'))
    expect(rest).toMatchObject({ number: 3, name: 'half, 20 steps', state: 'finished', step: 20 })
    expect(rest.latest.sum).toBe(whole.latest.sum)
    expect(service.history.read.lineage('3').ancestors.map(({ run: { number } }) => number)).toEqual([2])
    expect(service.history.read.metrics('3', { name: 'sum' })[0].step).toBe(11)
    expect(remarks(3)).toEqual([])
    const more = await run(further(3, 'training.steps=30'))
    expect(more.name).toBe('half, 30 steps')
    expect(service.history.read.lineage('4').ancestors).toHaveLength(2)
  })

  it.each([
    [['training.steps=20'], { learning_rate_schedule: 'cosine' }, /rate falls over a cosine .* step 11 of 20 has/],
    [
      ['training.steps=20', 'training.learning_rate=0.0005'],
      {},
      /learning_rate is 0.0005 from step 11 on, and was 0.001/,
    ],
    [['training.steps=20', 'training.ema_decay=0.9'], {}, /ema_decay is 0.9 from step 11 on, and was 0.999/],
  ])('says where all steps at once would have given something else: %s', async (words, how, message) => {
    await run({ ...training(10), training: { steps: 10, ...how } })
    await run(further(1, ...words))
    expect(remarks(2)).toMatchObject([{ code: 'continued', message: expect.stringMatching(message) }])
    // What was otherwise once stays so, however it goes on.
    await run(further(2, 'training.steps=25'))
    expect(remarks(3)[0].message).toMatch(message)
  })

  it('refuses what would be another training, field by field', async () => {
    await run(training(10))
    const refused: [string[], string | RegExp][] = [
      [['training.steps=10'], 'training.steps: run 1 has done 10 steps; give more, such as training.steps=20.'],
      [['training.steps=20', 'seed=3'], /^seed: run 1 was trained with 0, and goes on with nothing else, got 3\./],
      [['training.steps=20', 'training.batch_size=8'], /^training.batch_size: run 1 was trained with 32, .*got 8/],
      [['training.steps=20', 'dataset.name="rings"'], /^dataset.name: run 1 was trained with "mnist"/],
      [['training.steps=20', 'initial="1"'], 'initial: a training that continues a run has its weights already'],
      [['training.steps=20', 'network.base=64'], /^network.base: run 1 was trained with 32/],
      [['training.steps=20', 'continues="7"'], /^continues: there is no run 7/],
    ]
    for (const [words, message] of refused) expect(() => service.startRun(further(1, ...words))).toThrow(message)
  })

  it('refuses one at work, and one that never came to a checkpoint', async () => {
    const { id } = service.startRun(training(10_000))
    expect(() => service.startRun(further(1, 'training.steps=20000'))).toThrow(/^continues: run 1 is (queued|running)/)
    service.cancel(id)
    await service.waitFor(id)
    await run(training(10, 'refuse'))
    expect(() => service.startRun(further(2, 'training.steps=20'))).toThrow('run 2 has no checkpoint to go on from')
  })
})

it('a finished training that is resumed says the word that goes on, and the word does', async () => {
  await run(training(10))
  expect(() => service.resume('1')).toThrow(
    'Run 1 is finished: all its 10 steps are done. `anneal resume 1 training.steps=20` goes on to 20, in a run of its own.',
  )
  expect(await run(further(1, 'training.steps=20'))).toMatchObject({ state: 'finished', step: 20 })
})

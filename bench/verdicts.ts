/**
 * Whether the statistics of verdicts keep their word: coverage of intervals, false alarms and power of the rule, by simulation on laws
 * whose answer is known. npm run bench -- verdicts [--repeats 400]. Prints one JSON object; about ten minutes of one core.
 */
import { parseArgs } from 'node:util'
import { frechetCoverage, kernelCoverage, spreadCoverage } from './verdicts/intervals.ts'
import { asManyAsNeeded, overNoise, overTrainings } from './verdicts/rule.ts'

const { values } = parseArgs({ args: process.argv.slice(2), options: { repeats: { type: 'string', default: '400' } } })
const repeats = Number(values.repeats)
const began = performance.now()

async function part<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const from = performance.now()
  const done = await work()
  process.stderr.write(`${name}: ${Math.round((performance.now() - from) / 1000)} s\n`)
  return done
}

const found = {
  repeats,
  frechet: await part('Fréchet distances', () => frechetCoverage(repeats)),
  kid: await part('KID', () => kernelCoverage(repeats)),
  spread: await part('spread of class shares', () => spreadCoverage(repeats)),
  over_noise: await part('verdicts over noise', async () => [
    await overNoise(repeats, 100, 0),
    await overNoise(repeats, 100, 0.25),
    await overNoise(repeats, 300, 0.25),
    await overNoise(repeats, 300, 0.4),
  ]),
  over_trainings: await part('verdicts over trainings', () => [
    ...[5, 8, 12].flatMap((seeds) => [1, 3].map((count) => overTrainings(10 * repeats, seeds, count, 0, 1.5))),
    ...[5, 8, 12].flatMap((seeds) => [1, 3].map((count) => overTrainings(10 * repeats, seeds, count, 1.5, 1.5))),
  ]),
  needed: await part('as many as needed', () => [0.8, 1.2, 2].map((effect) => asManyAsNeeded(10 * repeats, effect))),
}
console.log(JSON.stringify({ ...found, seconds: Math.round((performance.now() - began) / 1000) }, null, 2))

/** What can be sampled with beside a schedule: networks, and the exact scores of data sets, as the options of a field. Pure. */
import type { Model } from '#contract/models.ts'
import type { DatasetCard } from '#contract/dataset-card.ts'
import type { LookRequest } from '#contract/requests.ts'
import type { ExactScore } from '#contract/score.ts'

type Option = { value: string; label: string }

const exact = (score: object): string => JSON.stringify(score)
const MNIST = [{ name: 'mnist' }]

/** The empty value stands for the network that ships with the program. */
export function scoreOptions(networks: readonly Model[], datasets: readonly DatasetCard[]): Option[] {
  const imported = datasets.filter(({ builtIn }) => !builtIn)
  return [
    { value: '', label: 'the shipped network' },
    ...networks
      .filter(({ origin }) => origin !== 'shipped')
      .map(({ reference, name, says, origin }) => ({
        value: reference,
        label: origin === 'trained' ? `run ${reference}, ${name}` : `${name} (${says})`,
      })),
    ...[...MNIST, ...imported].flatMap(({ name }) => {
      const dataset = { name, split: 'train' }
      return [
        { value: exact({ name: 'empirical', dataset }), label: `exact: the images of ${name}` },
        { value: exact({ name: 'gaussian', dataset }), label: `exact: the Gaussian of ${name}` },
      ]
    }),
  ]
}

export function asRequest(chosen: string): Pick<LookRequest, 'network' | 'score'> {
  if (chosen === '') return {}
  return chosen.startsWith('{') ? { score: JSON.parse(chosen) as ExactScore } : { network: chosen }
}

/** In a few words, for a sentence. */
export function wordsOf(chosen: string, options: readonly Option[]): string {
  return options.find(({ value }) => value === chosen)?.label ?? chosen
}

/** Which data, in a few words, wherever a number is held against them. Pure. */
import type { DatasetConfig } from './dataset.ts'

type Named = Pick<DatasetConfig, 'name'> & Partial<Pick<DatasetConfig, 'split' | 'n' | 'subset'>>

/** `mnist`; `mnist, test split`; `mnist, 35 % of 1, 500 images`. */
export function datasetWords({ name, split, n, subset }: Named): string {
  return [
    name,
    ...(split === 'test' ? ['test split'] : []),
    ...(n === undefined ? [] : [`${n.toLocaleString('en')} drawn`]),
    ...(subset ? subsetWords(subset) : []),
  ].join(', ')
}

function subsetWords({
  classes,
  fractions,
  proportions,
  per_class,
  n,
}: NonNullable<DatasetConfig['subset']>): string[] {
  const percent = (share: number) => `${Number((100 * share).toPrecision(4))} %`
  return [
    ...(classes ? [`classes ${classes.join(' ')} alone`] : []),
    ...Object.entries(fractions ?? {}).map(([name, share]) => `${percent(share)} of ${name}`),
    ...(proportions ? ['in chosen proportions'] : []),
    ...(per_class === undefined ? [] : [`${per_class.toLocaleString('en')} of each class`]),
    ...(n === undefined ? [] : [`${n.toLocaleString('en')} images`]),
  ]
}

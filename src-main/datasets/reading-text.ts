/** What was read, in a few lines: what is there, then every guess with its reason and the word that says it otherwise. */
import type { DatasetDescription } from './describe-dataset.ts'

const digits = (value: number) => Number(value.toPrecision(6))

export function readingText(description: DatasetDescription): string {
  const { name, hash, count, height, width, channels, dtype, classes, dataRange, mean, std, reading } = description
  const isPoints = dataRange === null
  const range = isPoints ? 'in their own units' : `in [${dataRange.join(', ')}]`
  const lines = [
    `${name}: ${count} ${isPoints ? 'points' : `images of ${height} x ${width} x ${channels}`} (${dtype}), hash ${hash}`,
    `  mean ${digits(mean)}, standard deviation ${digits(std)} ${range}`,
    `  ${classesText(classes)}`,
    ...(reading?.guesses ?? []).map(
      ({ field, took, because }) => `  guessed ${field} = ${took}: ${because}. Else say ${field}=...`,
    ),
    ...(reading?.conversions ?? []).map((what) => `  done: ${what}`),
  ]
  return lines.join('\n')
}

function classesText(classes: DatasetDescription['classes']): string {
  if (classes.length === 0) return 'no classes'
  const shown = classes.slice(0, 12).map(({ name, count }) => `${name} (${count})`)
  return `${classes.length} classes: ${shown.join(', ')}${classes.length > 12 ? ', ...' : ''}`
}

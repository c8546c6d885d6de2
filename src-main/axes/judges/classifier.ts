import type { JudgeRow } from './judge-row.ts'

/** The last layer but one of a classifier of ours, which knows the classes and sees pictures of its own shape. */
export const classifier = {
  name: 'classifier',
  title: 'Classifier',
  resizes: false,
  divisor: 'n',
} as const satisfies JudgeRow

/** The configuration of a training that goes on where a run has stopped, in a run of its own. Pure. */
import type { RunConfig } from './run-config.ts'

export type TrainConfig = Extract<RunConfig, { kind: 'train' }>

/** All as it was; what the first weights were made of is behind it, and the name is told from the steps. */
export function furtherConfig(config: TrainConfig, run: string | number): TrainConfig {
  const { initial: _, name: _name, ...same } = config
  return { ...same, continues: String(run) }
}

/** `mnist unet, 400 steps`; gone on with again it says the new number in the place of the old. */
export const furtherName = (name: string, steps: number): string =>
  `${name.replace(/, \d+ steps$/, '').slice(0, 100)}, ${steps} steps`

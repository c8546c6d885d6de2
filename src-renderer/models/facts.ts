/** What a model's card says, line by line. Pure. */
import type { Model } from '#contract/models.ts'
import { formatShort } from '../ui/format.ts'

export type Fact = { name: string; value: string; code?: true }

const ORIGINS = { shipped: 'ships with Anneal', trained: 'trained here', brought: 'brought in' } as const

/** Only what is known; `bytes` writes a size. */
export function factsOf(model: Model, bytes: (count: number) => string): Fact[] {
  const { origin, shape, dataRange, parameters, sigmas, card, hash } = model
  const facts: (Fact | null)[] = [
    { name: 'Origin', value: ORIGINS[origin] },
    card && { name: 'Answers', value: card.parametrisation === 'edm' ? `edm, ${card.form}` : card.parametrisation },
    card && { name: 'Process', value: sayProcess(card.process) },
    card && {
      name: 'Is told',
      value: `${card.time.kind}${card.time.scale === 1 ? '' : ` × ${card.time.scale}`}, as ${card.time.input}`,
    },
    shape && { name: 'Images', value: `${shape.height} × ${shape.width} × ${shape.channels}` },
    dataRange && { name: 'Data range', value: `[${dataRange.join(', ')}]` },
    sigmas && { name: 'Trained at', value: `σ ${formatShort(sigmas.sigmaMin)} to ${formatShort(sigmas.sigmaMax)}` },
    parameters === null ? null : { name: 'Parameters', value: parameters.toLocaleString('en') },
    model.bytes === null ? null : { name: 'Size', value: bytes(model.bytes) },
    model.lineage.dataset === null ? null : { name: 'Data', value: model.lineage.dataset },
    model.licence === null ? null : { name: 'Licence', value: model.licence },
    model.source === null ? null : { name: 'Source', value: model.source },
    hash === null ? null : { name: 'Hash', value: hash, code: true },
  ]
  return facts.filter((fact) => fact !== null)
}

function sayProcess(process: NonNullable<Model['card']>['process']): string {
  if (process.name === 've') return 'variance exploding'
  if (process.name === 'flow') return `rectified flow, data at t = ${process.data_at}`
  const { betas, timesteps, interpolation } = process
  return `variance preserving, ${betas} betas over ${timesteps} timesteps, ${interpolation} in log σ`
}

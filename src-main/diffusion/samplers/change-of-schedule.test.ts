/** Change of schedule after training: one network, whatever it was trained along, sampled along any process, ends at the same points. */
import type { Tensor4D } from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { processOf, type ProcessSpec } from '#theory/process/processes.ts'
import { normals } from '#theory/noise/philox.ts'
import { buildNetwork } from '../networks/build-network.ts'
import type { NetworkSpec } from '../networks/network.ts'
import { chooseSampler, samplerOf } from './samplers.ts'
import { walk } from './walk.ts'

const { tf } = await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })
const [POINTS, FROM, TO, STEPS] = [6, 10, 0.05, 128]
const SPECS: ProcessSpec[] = [
  { family: 'edm', sigmaMax: 10 },
  { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
  { family: 'vp-exponential', betaMin: 0.1, betaMax: 30 },
  { family: 'sub-vp', betaMin: 0.1, betaMax: 20 },
  { family: 've-exponential', sigmaMin: 0.01, sigmaMax: 50 },
  { family: 'rectified-flow' },
]
const spec: NetworkSpec = {
  architecture: 'mlp',
  width: 24,
  depth: 2,
  sigmaData: 0.5,
  dataRange: [-1, 1],
  parametrisation: 'noise',
}
const network = buildNetwork(tf, spec, { height: 1, width: 2, channels: 1 }, 4)
// layers that start at 0 would hide the rest of the network, as training makes them not
for (const [i, weight] of [...network.weights.values()].entries()) {
  const values = new Float32Array(weight.size)
  normals({ seed: 1, stream: 0, sample: i, step: 0 }, values)
  tf.tidy(() => weight.assign(weight.add(tf.tensor(values, weight.shape).mul(0.3))))
}
const start = () => {
  const z = new Float32Array(2 * POINTS)
  normals({ seed: 9, stream: 0, sample: 0, step: 0 }, z)
  return tf.tensor4d(z, [POINTS, 1, 2, 1]).mul<Tensor4D>(FROM)
}

/** Where the flow takes the same noisy points x_t/alpha: the times are those at which each process has the same sigma/alpha. */
async function endsAlong(process: ReturnType<typeof processOf>): Promise<Float32Array> {
  const sampler = chooseSampler('rk4')
  const levels = Array.from({ length: STEPS + 1 }, (_, k) => {
    const sigma = FROM * (TO / FROM) ** (k / STEPS)
    return { sigma, t: process.timeOf(sigma) }
  })
  const from = start()
  const { x } = await walk({
    tf,
    sampler: samplerOf(sampler).sample,
    parameters: sampler,
    denoiser: network.denoised,
    levels,
    process,
    start: from,
    noise: () => tf.zeros([POINTS, 1, 2, 1]) as Tensor4D,
  })
  const found = x.dataSync() as Float32Array
  tf.dispose([x, from])
  return found
}

it('the end points of the ODE are the same to 1e-5 along six processes', async () => {
  const reference = await endsAlong(processOf(SPECS[0]))
  expect(Math.max(...reference.map(Math.abs))).toBeGreaterThan(0.1)
  for (const along of SPECS.slice(1)) {
    const found = await endsAlong(processOf(along))
    const difference = Math.max(...found.map((value, i) => Math.abs(value - reference[i])))
    expect(difference, along.family).toBeLessThan(1e-5 * Math.max(1, ...reference.map(Math.abs)))
  }
})

/** A network out as ONNX and in again; diffusers' files in: what comes back computes what went out. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as tfjs from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { encodeSafetensors, type StoredTensor } from '#files/safetensors.ts'
import { parseUnet2dConfig } from '#contract/unet2d.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { Network, NetworkSpec } from '#diffusion/networks/network.ts'
import { buildUnet2d } from '#diffusion/networks/unet2d/unet2d.ts'
import { fileName } from '#diffusion/networks/unet2d/weights.ts'
import { sampleChunks } from '#diffusion/samplers/sample.ts'
import { chooseSampler } from '#diffusion/samplers/samplers.ts'
import { levelsFrom } from '#theory/grids/levels.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { exportNetwork } from './export-network.ts'
import { importNetwork, type ImportRoom } from './import-network.ts'
import { openModel } from './open-model.ts'
import type { OpenNetwork } from './opened.ts'

let tf: Tf
let home: string
let room: ImportRoom
beforeAll(async () => {
  tf = (await openCompute()).tf
  home = mkdtempSync(join(tmpdir(), 'anneal-networks-'))
  room = { tf, home, networks: join(home, 'networks'), anneal: 'test', tell: () => {} }
})
afterAll(() => rmSync(home, { recursive: true }))

const SIDE = 4

function opened(spec: NetworkSpec, shape: Network['shape']): OpenNetwork {
  const network = buildNetwork(tf, spec, shape, 1)
  let sample = 0
  for (const weight of network.weights.values()) {
    const draws = new Float32Array(weight.size)
    normals({ seed: 5, stream: STREAMS.weights, sample: sample++, step: 0 }, draws)
    tf.tidy(() => weight.assign(weight.add(tf.tensor(draws, weight.shape).mul(0.05))))
  }
  return { ...network, bounds: network.dataRange, recordable: network }
}

describe('an exported network', () => {
  const UNET: NetworkSpec = { architecture: 'unet', base: 4, multipliers: [1, 2], blocks: 1, attention: [2], groups: 4, sigmaData: 0.5, dataRange: [-1, 1] } // prettier-ignore
  const notes = { name: 'small', sigmas: { sigmaMax: 20, sigmaMin: 0.01 }, licence: 'MIT', source: null }

  it('comes back by its file alone and draws the same samples over 18 Heun steps', async () => {
    const network = opened(UNET, { height: SIDE, width: SIDE, channels: 1 })
    const { file, difference } = exportNetwork(tf, network, notes, join(home, 'small.onnx'))
    expect(difference).toBeLessThan(1e-5)
    rmSync(join(home, 'small.card.yaml'))
    const brought = await importNetwork({ path: file, card: {}, name: 'back', anyway: true }, room)
    expect(brought.card).toMatchObject({
      parametrisation: 'x0',
      process: { name: 've', sigma_max: 20 },
      licence: 'MIT',
    })
    const model = {
      kind: brought.kind,
      file: join(brought.folder, brought.file),
      card: brought.card,
      brought: brought.hash,
    }
    const back = await openModel(tf, model, 'ema')
    const [one, other] = await Promise.all([draw(network), draw(back)])
    expect(one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0)).toBeLessThan(1e-4)
    back.dispose()
    network.dispose()
  })

  async function draw({ denoised, shape }: OpenNetwork): Promise<number[]> {
    const values: number[] = []
    await sampleChunks({
      tf,
      denoiser: denoised,
      sampler: chooseSampler('heun'),
      levels: levelsFrom(sigmaSequence({ family: 'karras', sigmaMax: 20, sigmaMin: 0.01, levels: 18 })),
      n: 2,
      chunk: 2,
      seed: 1,
      shape,
      dataRange: null,
      onChunk: ({ raw }) => void values.push(...raw),
    })
    return values
  }

  it('is refused where it is ONNX already', () => {
    const network = { ...opened(UNET, { height: SIDE, width: SIDE, channels: 1 }), recordable: 'onnx' as const }
    expect(() => exportNetwork(tf, network, notes, join(home, 'twice.onnx'))).toThrow('is ONNX already')
  })
})

describe("diffusers' safetensors beside their config.json", () => {
  const config = {
    _class_name: 'UNet2DModel',
    sample_size: SIDE,
    in_channels: 1,
    out_channels: 1,
    block_out_channels: [4, 8],
    down_block_types: ['DownBlock2D', 'AttnDownBlock2D'],
    up_block_types: ['AttnUpBlock2D', 'UpBlock2D'],
    layers_per_block: 1,
    norm_num_groups: 2,
    attention_head_dim: null,
  }

  /** Weights of 0, norms of 1: it answers 0, which is the noise that a network too timid to guess predicts. */
  function writeUnet(folder: string): void {
    mkdirSync(folder)
    const tensors = new Map<string, StoredTensor>()
    tf.tidy(() => {
      const declare = (name: string, shape: number[]) => {
        const gamma = name.endsWith('/gamma')
        const dims = /gamma|beta/.test(name)
          ? [shape[1]]
          : shape.length === 4
            ? [shape[3], shape[2], shape[0], shape[1]]
            : shape.toReversed()
        const size = shape.reduce((product, length) => product * length, 1)
        const stored = /conv_shortcut\/weight/.test(name) ? [...dims, 1, 1] : dims
        tensors.set(fileName(name), { dtype: 'F32', shape: stored, data: new Float32Array(size).fill(gamma ? 1 : 0) })
        return tf.variable(tf.zeros(shape))
      }
      void buildUnet2d(
        tf,
        declare,
        <T extends tfjs.Tensor>(tensor: T) => tensor,
        parseUnet2dConfig(config, 'config.json'),
        [SIDE, SIDE],
      )
    })
    writeFileSync(join(folder, 'diffusion_pytorch_model.safetensors'), encodeSafetensors(tensors, { format: 'pt' }))
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
    const scheduler = {
      _class_name: 'DDPMScheduler',
      beta_schedule: 'linear',
      beta_start: 0.0001,
      beta_end: 0.02,
      num_train_timesteps: 1000,
    }
    writeFileSync(join(folder, 'scheduler_config.json'), JSON.stringify(scheduler))
  }

  it('need no card where the scheduler lies beside them, and open again from the data folder', async () => {
    const folder = join(home, 'ddpm')
    writeUnet(folder)
    const brought = await importNetwork({ path: folder, card: {}, anyway: true }, room)
    expect(brought).toMatchObject({
      name: 'ddpm',
      kind: 'unet2d',
      file: 'model.safetensors',
      card: { parametrisation: 'eps', process: { name: 'vp' } },
    })
    const model = {
      kind: brought.kind,
      file: join(brought.folder, brought.file),
      card: brought.card,
      brought: brought.hash,
    }
    // It answers 0 whatever it is asked, which no denoiser does.
    expect(brought.probe!.findings[0]).toContain('its answers differ by')
    const network = await openModel(tf, model, 'ema')
    expect(network.parameterCount).toBe(brought.parameters)
    // eps = 0, so x0 = x.
    const x = tf.tensor4d(
      Array.from({ length: SIDE * SIDE }, (_, i) => Math.sin(i)),
      [1, SIDE, SIDE, 1],
    )
    const found = tf.tidy(
      () =>
        network
          .denoised(x, tf.tensor1d([0.5]))
          .sub(x)
          .abs()
          .max()
          .dataSync()[0],
    )
    expect(found).toBeLessThan(1e-6)
    expect(network.recordable).not.toBeNull()
    network.dispose()
  })

  it('whose configuration is of another network are refused with the tensor', async () => {
    const folder = join(home, 'other')
    writeUnet(folder)
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, layers_per_block: 2 }))
    await expect(importNetwork({ path: folder, card: {} }, room)).rejects.toThrow(
      /there is no tensor down_blocks.0.resnets.1/,
    )
    writeFileSync(join(folder, 'config.json'), '{')
    await expect(importNetwork({ path: folder, card: {} }, room)).rejects.toThrow(/config.json is no JSON/)
  })
})

/** Every scheme of the oracle by name: its row and the linear map that it is. */
import { SCHEME_ROWS, type SchemeName } from '#axes/schemes/schemes.ts'
import { ddim, ddpm, euler, eulerMaruyama, exponentialIntegrator, oneStage, reverseDiffusion } from './one-stage.ts'
import { dpmpp2m, dpmpp2mSde, dpmpp3m } from './dpmpp.ts'
import { edm } from './edm.ts'
import { erSde } from './er-sde.ts'
import { heun } from './heun.ts'
import { langevin } from './langevin.ts'
import { restart } from './restart.ts'
import { rk4 } from './rk4.ts'
import { saSolver } from './sa-solver.ts'
import type { Scheme } from './scheme.ts'
import { deis, ipndm } from './slopes.ts'
import { unipc } from './unipc.ts'

export { SCHEME_NAMES, type SchemeName } from '#axes/schemes/schemes.ts'

const MAPS: { readonly [N in SchemeName]: Scheme['compile'] } = {
  em: oneStage(eulerMaruyama),
  ei: oneStage(exponentialIntegrator),
  ddpm: oneStage(ddpm),
  'reverse-diffusion': oneStage(reverseDiffusion),
  euler: oneStage(euler),
  ddim: oneStage(ddim),
  heun,
  rk4,
  dpmpp2m,
  edm,
  langevin,
  // at the default parameters of their samplers
  ipndm: ipndm(4),
  deis: deis(3),
  dpmpp3m,
  'dpmpp2m-sde': dpmpp2mSde(1),
  unipc: unipc(2),
  'sa-solver': saSolver({ predictorOrder: 3, correctorOrder: 4, tau: 1, tauMin: 0, tauMax: Infinity }),
  'er-sde': erSde({ order: 3, noiseScale: 'er-sde', sNoise: 1 }),
  restart: restart({ restarts: 2, restartLevels: 3, restartMin: 0.06, restartMax: 0.3 }),
}

export const SCHEMES = Object.fromEntries(
  SCHEME_ROWS.map((row) => [row.name, { ...row, compile: MAPS[row.name] }]),
) as unknown as Record<SchemeName, Scheme>

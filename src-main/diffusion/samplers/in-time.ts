/** Samplers that step in the time of a process: the schemes of the theory pages, on the denoised image of any score. */
import type { Tensor4D } from '@tensorflow/tfjs'
import {
  ddpm as ddpmRow,
  euler as eulerRow,
  eulerMaruyama,
  exponentialIntegrator,
  flowRate,
  reverseDiffusion as reverseDiffusionRow,
  type RowOf,
} from '#theory/errors/schemes/one-stage.ts'
import type { Level } from '#theory/grids/levels.ts'
import type { Process } from '#theory/process/process.ts'
import { processOf } from '#theory/process/processes.ts'
import type { Path, Step } from './walk.ts'

type InTime = { process: Process; at: readonly (Level & { t: number })[] }

/** The process and its times; noise alone is that of EDM, whose time is sigma. */
function inTime({ process, levels }: Path): InTime {
  if (process) return { process, at: levels.map((level) => ({ ...level, t: level.t! })) }
  const edm = processOf({ family: 'edm', sigmaMax: levels[0].sigma })
  return { process: edm, at: levels.map(({ sigma }) => ({ sigma, t: sigma })) }
}

/**
 * A scheme of one stage, x' = p x + (n1/alpha) D - n0 s + sqrt(noise) z with D = E[x0 | x] and s = (alpha D - x)/sigma^2: `RowOf` gives
 * p, n1, n0 and noise of the step t -> t' of x_t = alpha x0 + sigma z. The state that is walked is x_t/alpha. One evaluation a step. With
 * `denoise` the last step adds no noise.
 */
const oneStage = (rowOf: RowOf) =>
  async function* (path: Path, given: object = {}): AsyncGenerator<Step, void> {
    const { start, denoise, noise, compute } = path
    const { process, at } = inTime(path)
    const quiet = 'denoise' in given && given.denoise === true
    let x = start
    for (let i = 0; i + 1 < at.length; i++) {
      const [{ sigma, t }, { t: next }] = [at[i], at[i + 1]]
      const { p, n1, n0, noise: variance } = rowOf(process, t, next, 0)
      const [alpha, alphaNext] = [process.alpha(t), process.alpha(next)]
      const pull = (n0 * alpha) / process.sigmaSquared(t)
      const denoised = await denoise(x, at[i])
      const before = x
      x = compute(() => {
        const mean: Tensor4D = before
          .mul((p * alpha + pull) / alphaNext)
          .add(denoised.mul((n1 / alpha - pull) / alphaNext))
        const silent = variance === 0 || (quiet && i + 2 === at.length)
        return silent ? mean : mean.add(noise(i).mul(Math.sqrt(variance) / alphaNext))
      })
      yield { sigma, x, denoised }
    }
  }

export const em = oneStage(eulerMaruyama)
export const ei = oneStage(exponentialIntegrator)
export const ddpm = oneStage(ddpmRow)
export const reverseDiffusionInTime = oneStage(reverseDiffusionRow)
export const eulerInTime = oneStage(eulerRow)

/**
 * The flow's velocity in the coordinate y = x_t/alpha that is walked: dx/dt = alpha' D + (sigma'/sigma)(x - alpha D), times dt, as
 * (x' - x) = slope of y and D. Returns alpha dx/dt's coefficients of y and of D.
 */
function velocity(process: Process, t: number): { ofState: number; ofDenoised: number } {
  const { n1, n0 } = flowRate(process, t, 0)
  const alpha = process.alpha(t)
  const pull = (n0 * alpha) / process.sigmaSquared(t)
  return { ofState: pull, ofDenoised: n1 / alpha - pull }
}

/** A method of Runge and Kutta on the flow in t: each stage a share of the step and of the slope before it; weights of the slopes. */
type Tableau = { stages: readonly number[]; weights: readonly number[] }
const HEUN: Tableau = { stages: [0, 1], weights: [1 / 2, 1 / 2] }
const RK4: Tableau = { stages: [0, 1 / 2, 1 / 2, 1], weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6] }

/** k_j = dx/dt at t - c_j h of x - c_j h k_{j-1}; x' = x - h sum_j b_j k_j. Evaluations a step: one a stage. */
const rungeKutta = ({ stages, weights }: Tableau) =>
  async function* (path: Path): AsyncGenerator<Step, void> {
    const { start, denoise, compute } = path
    const { process, at } = inTime(path)
    let y = start
    for (let i = 0; i + 1 < at.length; i++) {
      const [{ sigma, t }, { t: next }] = [at[i], at[i + 1]]
      const h = t - next
      const before = y
      const alpha = process.alpha(t)
      const slopes: Tensor4D[] = []
      let first: Tensor4D | undefined
      for (const share of stages) {
        const time = share === 1 ? next : t - share * h
        const there = process.alpha(time)
        const last = slopes.at(-1)
        const state = last
          ? compute(() =>
              before
                .mul<Tensor4D>(alpha)
                .sub(last.mul(share * h))
                .div<Tensor4D>(there),
            )
          : before
        const level = share === 0 ? at[i] : share === 1 ? at[i + 1] : { sigma: process.noiseToSignal(time), t: time }
        const denoised = await denoise(state, level)
        first ??= denoised
        const { ofState, ofDenoised } = velocity(process, time)
        slopes.push(compute(() => state.mul<Tensor4D>(ofState).add(denoised.mul(ofDenoised))))
      }
      y = compute(() => {
        const moved = slopes.reduce<Tensor4D>((sum, slope, j) => sum.sub(slope.mul(h * weights[j])), before.mul(alpha))
        return moved.div(process.alpha(next))
      })
      yield { sigma, x: y, denoised: first! }
    }
  }

export const heunInTime = rungeKutta(HEUN)
export const rk4 = rungeKutta(RK4)

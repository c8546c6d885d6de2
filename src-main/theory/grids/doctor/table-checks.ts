/** Checks of a list against the table of timesteps that its network was trained on, and of a flow's times. */

import { STAND_IN_SIGMA } from '../../tables/table-sigmas.ts'
import { tableOf, timestepAt } from '../../tables/table.ts'
import { levelsOf, say, type Check } from './findings.ts'

/** Rounding of a float32 table is no departure from it. */
const NEAR = 1e-3

export const belowTable: Check = ({ table, process }, list) => {
  if (!table || process === 'flow') return null
  const { sigmas } = tableOf(table)
  const levels = levelsOf(list)
  const outside = [...levels].filter((sigma) => sigma < sigmas[0] * (1 - NEAR))
  if (outside.length === 0) return null
  return {
    code: 'outside-table',
    level: 'warning',
    message: `${outside.length === 1 ? 'A level lies' : `${outside.length} levels lie`} below the table, which begins at ${say(sigmas[0])}; the least is ${say(Math.min(...outside))}.`,
    why: 'The network has no timestep for them and is told timestep 0: it takes away more noise than is there.',
    fix: {
      label: 'End at the table’s first timestep',
      sigmas: list.filter((sigma) => sigma === 0 || sigma >= sigmas[0] * (1 - NEAR)),
    },
  }
}

export const sameTimestep: Check = ({ table, process }, list) => {
  if (!table || process === 'flow') return null
  const { sigmas } = tableOf(table)
  const timesteps = Array.from(levelsOf(list), (sigma) => timestepAt(sigmas, sigma, 'nearest'))
  const at = timesteps.findIndex((timestep, i) => i > 0 && timestep === timesteps[i - 1])
  if (at < 0) return null
  const others = timesteps.filter((timestep, i) => i > 0 && timestep === timesteps[i - 1]).length
  return {
    code: 'same-timestep',
    level: 'note',
    message: `Levels ${at} and ${at + 1}, ${say(list[at - 1])} and ${say(list[at])}, both round to timestep ${timesteps[at]}${others > 1 ? `, and so do ${others - 1} more pairs` : ''}.`,
    why: 'A network that is told whole timesteps hears the same of both, and programs that look a step up by its timestep take the wrong one. Tell it fractions, or take fewer levels.',
  }
}

export const infiniteWithEps: Check = ({ parametrisation, process }, list) => {
  if (list[0] !== Infinity || !parametrisation || process === 'flow') return null
  const isEps = parametrisation === 'eps'
  return {
    code: 'infinite-terminal',
    level: 'error',
    message: isEps
      ? 'The list starts at infinite sigma, zero terminal SNR, with a network that predicts eps.'
      : 'The list starts at infinite sigma, zero terminal SNR.',
    why: isEps
      ? 'There x is noise alone, eps is x itself, and the picture would be (x - sigma eps)/alpha = 0/0: such a network knows nothing of it (Lin et al. 2023, arXiv:2305.08891). Take a network that predicts v or x_0.'
      : `A ${parametrisation} network answers the picture there, but x/alpha, in which samplers walk, is infinite: start at the finite stand-in, sigma 4096 of alpha-bar 2^-24.`,
    ...(!isEps && {
      fix: {
        label: 'Start at sigma 4096',
        sigmas: list.map((sigma, i) => (i === 0 ? STAND_IN_SIGMA : sigma)),
      },
    }),
  }
}

export const timeAboveOne: Check = ({ process }, list) => {
  if (process !== 'flow' || !(list[0] > 1)) return null
  return {
    code: 'time-above-1',
    level: 'error',
    message: `The flow starts at t = ${String(list[0])}, above 1.`,
    why: 'x_t = (1 - t) x_0 + t z has no such time: there the data would come in with a negative sign. A shift applied to times that carry it already, or an index that is one too large, gives it.',
    fix: { label: 'Start at t = 1', sigmas: list.map((t) => Math.min(1, t)) },
  }
}

/** ER-SDE-Solver: multistep along an SDE that puts back as much noise as its scale says. */
import { type ErSde, erSdeRow } from '#theory/errors/schemes/er-sde.ts'
import { onDenoised } from './on-denoised.ts'
import type { Path } from './walk.ts'

/** Cui et al. 2023, arXiv:2309.06169, Algorithms 1 to 3: the step is `erSdeRow`'s. Evaluations: one per step. */
export const erSde = (path: Path, choice: ErSde) => onDenoised(path, choice.order, erSdeRow(choice))

/** Every schedule of two curves that has a name; given curves have none. */
import { blurPath } from './blur-path.ts'
import { joint } from './joint.ts'
import { mseMatched } from './mse-matched.ts'
import { twoStage } from './two-stage.ts'

export const CURVES_ROWS = [twoStage, joint, mseMatched, blurPath] as const

/** A logistic curve between both ends. */
import { gridRow } from './grid-row.ts'
import { range } from './parameters.ts'

const logistic = (v: number) => 1 / (1 + Math.exp(-v))
const SIGMOID_SPAN = 4

export const sigmoid = gridRow({
  name: 'sigmoid',
  label: 'Sigmoid',
  formula: 'sigma = sigma_max + (sigma_min - sigma_max) (y(v) - y(-4))/(y(4) - y(-4)), y(v) = 1/(1 + e^-v), v = 8u - 4',
  source: 'logistic curve over +-4',
  works: [],
  parameters: range,
  ends: 'range',
  process: 've',
  sigma: (u, { sigmaMin, sigmaMax }) => {
    const [low, high] = [logistic(-SIGMOID_SPAN), logistic(SIGMOID_SPAN)]
    const y = (logistic(SIGMOID_SPAN * (2 * u - 1)) - low) / (high - low)
    return (1 - y) * sigmaMax + y * sigmaMin
  },
})

/** No corruption: noise alone, x_t = x_0 + sigma_t z. */
import { corruptionRow } from './corruption-row.ts'

export const identity = corruptionRow({
  name: 'identity',
  title: 'None, noise alone',
  formula: 'C = I',
  source: 'Song & Ermon 2019, arXiv:1907.05600',
  works: ['song2019'],
  parameters: {},
  level: { symbol: '', unit: '', meaning: 'Changes nothing', most: 0 },
})

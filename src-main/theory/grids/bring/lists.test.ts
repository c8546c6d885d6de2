import { expect, it } from 'vitest'
import { readWrittenList } from './lists.ts'

const sigmas = (text: string) => [...readWrittenList(text).sigmas]

it('reads lists as programs print them', () => {
  expect(sigmas('[14.6146, 5, 0.0292, 0]')).toEqual([14.6146, 5, 0.0292, 0])
  expect(sigmas('14.6 5\n0.03')).toEqual([14.6, 5, 0.03])
  expect(sigmas("tensor([14.6146,  5.0000,  0.0000], device='cuda:0', dtype=torch.float64)")).toEqual([14.6146, 5, 0])
  expect(sigmas('sigmas = [3, 2, 1]')).toEqual([3, 2, 1])
  expect(sigmas('array([3., 2., 1.])')).toEqual([3, 2, 1])
  expect(sigmas('torch.tensor([50., 20., 1.])')).toEqual([50, 20, 1])
  expect(sigmas('np.array([50. , 20. ,\n       1.  ])')).toEqual([50, 20, 1])
  expect(sigmas('[np.float64(50.0), np.float64(20.5), np.float32(1e-2)]')).toEqual([50, 20.5, 0.01])
  expect(sigmas('(50., 20., 1e-2)')).toEqual([50, 20, 0.01])
  expect(sigmas('sigmas = (50, 20)')).toEqual([50, 20])
  expect(sigmas('[50.  20.   1.]')).toEqual([50, 20, 1])
  expect(sigmas('{"timesteps":[999,0],"sigmas":[14.6,0.03],"terminal_zero":true}')).toEqual([14.6, 0.03])
  expect(sigmas('[inf, 10, nan]')).toEqual([Infinity, 10, NaN])
})

it('names what is no number', () => {
  expect(() => sigmas('[inf, ten]')).toThrow('"ten" is no number')
  expect(() => sigmas('[1, two]')).toThrow(/column 5: expected a number/)
  expect(() => sigmas('{"levels": 3}')).toThrow('no field "levels"')
})

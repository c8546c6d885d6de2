/** Labels of many forms: no phantom class, names in their order, and each refusal with the call that mends it. */
import { describe, expect, it } from 'vitest'
import { classesOf, labelNumbers } from './array-labels.ts'

const read = (numbers: number[], names?: string[]) => {
  const { classes, labels } = classesOf(numbers, names, 'f')
  return [classes, [...labels]]
}

describe('classes are those that occur', () => {
  it.each([
    ['from 0', [0, 1, 2, 1], undefined, ['0', '1', '2'], [0, 1, 2, 1]],
    ['from 1, as EMNIST letters', [1, 3, 2, 1], undefined, ['1', '2', '3'], [0, 2, 1, 0]],
    ['with a gap', [0, 7, 0], undefined, ['0', '7'], [0, 1, 0]],
    ['of one class', [5, 5], undefined, ['5'], [0, 0]],
    ['beyond a byte', [281, 285, 281], undefined, ['281', '285'], [0, 1, 0]],
    ['of many digits in the order of numbers', [10, 9, 100], undefined, ['9', '10', '100'], [1, 0, 2]],
    ['with names from 0', [0, 1], ['cat', 'dog'], ['cat', 'dog'], [0, 1]],
    ['with names from 1', [1, 2, 1], ['cat', 'dog'], ['cat', 'dog'], [0, 1, 0]],
    ['with names of classes that do not occur', [0, 2], ['a', 'b', 'c'], ['a', 'b', 'c'], [0, 2]],
    ['with names in the order of far numbers', [30, 4], ['a', 'b'], ['a', 'b'], [1, 0]],
  ] as [string, number[], string[] | undefined, string[], number[]][])('%s', (_, numbers, names, classes, labels) => {
    expect(read(numbers, names)).toEqual([classes, labels])
  })

  it('and what was made of the numbers is said', () => {
    expect(classesOf([1, 2], undefined, 'f').guesses[0].because).toBe(
      'labels are 1 to 2; numbers without an image are no class',
    )
    expect(classesOf([1, 2], ['a', 'b'], 'f').guesses).toEqual([])
  })
})

describe('one number an image is read from', () => {
  it.each([
    ['a list of bytes', 'u1', [0, 2, 1], [3], [0, 2, 1]],
    ['wide integers', 'i8', [0, 2, 1], [3], [0, 2, 1]],
    ['whole floats, as pandas writes them', 'f8', [0, 2, 1], [3], [0, 2, 1]],
    ['truth values', 'b1', [0, 1, 1], [3], [0, 1, 1]],
    ['a column', 'i4', [0, 2, 1], [3, 1], [0, 2, 1]],
    ['rows with a single 1, as EDM has them', 'f4', [1, 0, 0, 0, 0, 1, 0, 1, 0], [3, 3], [0, 2, 1]],
  ] as [string, string, number[], number[], number[]][])('%s', (_, dtype, data, shape, numbers) => {
    expect(Array.from(labelNumbers({ data: Float64Array.from(data), shape, dtype }, 3, 'f'))).toEqual(numbers)
  })
})

describe('what are no labels is refused', () => {
  const array = (data: number[], shape: number[]) => ({ data: Float64Array.from(data), shape, dtype: 'f8' })
  it.each([
    ['a negative number', [0, -1], [2], /label -1 of image 1.*save x\[y >= 0\] and y\[y >= 0\]/],
    ['fractions', [0, 0.5], [2], /label 0\.5 of image 1.*np\.unique\(y, return_inverse=True\)\[1\]/],
    ['NaN', [0, NaN], [2], /label NaN of image 1/],
    ['too few', [0], [1], /labels of shape \(1\) for 2 images/],
    ['too many', [0, 1, 2], [3], /labels of shape \(3\) for 2 images/],
    ['rows of several classes', [1, 1, 0, 1], [2, 2], /label of image 0 is \[1, 1\], not a single 1/],
    ['rows of shares', [0.5, 0.5, 0, 1], [2, 2], /label of image 0 is \[0\.5, 0\.5\]/],
  ])('%s', (_, data, shape, message) => {
    expect(() => labelNumbers(array(data, shape), 2, 'f')).toThrow(message)
  })

  it('names that are too few, too many for the order, or twice', () => {
    expect(() => read([1, 2, 3], ['a', 'b'])).toThrow(/classes has 2 names, and f has 3 different labels \(1, 2, 3\)/)
    expect(() => read([0, 1], ['a', 'a'])).toThrow(/classes has a twice/)
    expect(() => read(Array.from({ length: 300 }, (_, i) => i))).toThrow(/300 different labels, at most 256/)
  })
})

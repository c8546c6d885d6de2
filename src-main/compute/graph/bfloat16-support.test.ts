import { expect, it } from 'vitest'
import type { Tf } from '../tf.ts'
import { bfloat16Missing } from './bfloat16-support.ts'

const none = null as unknown as Tf

it('takes the word of Linux for what the processor has', () => {
  expect(bfloat16Missing(none, 'flags\t\t: fpu avx512f avx512_bf16 sse\n')).toBeNull()
  expect(bfloat16Missing(none, 'flags : fpu amx_bf16\n')).toBeNull()
  expect(bfloat16Missing(none, 'Features : fp asimd bf16\n')).toBeNull()
})

it('says what is missing', () => {
  expect(bfloat16Missing(none, 'flags : fpu avx2 avx512f\nbugs : avx512_bf16\n')).toMatch(/neither avx512_bf16 nor/)
  expect(bfloat16Missing(none, '')).toMatch(/no bfloat16/)
})

import { expect, it } from 'vitest'
import { isChatter } from './chatter.ts'

it.each([
  'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
  'I0000 00:00:1795871715.201500   15555 mlir_graph_optimization_pass.cc:437] MLIR V1 optimization pass is not enabled',
  'W0000 00:00:1795871715.201500 15555 cuda_executor.cc:1228] INTERNAL: CUDA Runtime error',
  '2026-11-28 13:15:15.202000: I tensorflow/core/platform/cpu_feature_guard.cc:142] This binary is optimized',
  'To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow with the right flags.',
])('is told apart: %s', (line) => expect(isChatter(line)).toBe(true))

it.each([
  'E0000 00:00:1795871715.201500 15555 cuda_dnn.cc:8310] Unable to register cuDNN factory',
  'F0000 00:00:1795871715.201500 15555 tensor.cc:7] Check failed',
  'terminate called after throwing an instance of std::bad_alloc',
  'I0 is the Bessel function of order 0',
])('is no error, and nothing of a job: %s', (line) => expect(isChatter(line)).toBe(false))

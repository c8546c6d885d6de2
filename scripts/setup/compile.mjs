// Compiles the TensorFlow.js binding: two files of pure Node-API and C API, so that one compiler call does, without node-gyp.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run, lastLines } from './run.mjs'

/** @returns {Promise<string>} the first C++ compiler on the PATH; throws with what to do where there is none */
export async function findCompiler(env = process.env) {
  for (const program of env.CXX ? [env.CXX] : ['g++', 'clang++', 'c++']) {
    if ((await run(program, ['--version'])).code === 0) return program
  }
  throw new Error(
    process.platform === 'darwin'
      ? 'needs a C++ compiler to bind the library; run xcode-select --install'
      : 'needs a C++ compiler to bind the library; install one (Debian: apt install g++) or name it in CXX',
  )
}

/**
 * The compiler's arguments. The libraries are named by path and found at run time beside the binding, so that the folder can be moved.
 * @param {{ nodeModules: string, folder: string, include: string, libraries: string[], platform?: string }} job
 */
export function compileArguments({ nodeModules, folder, include, libraries, platform = process.platform }) {
  const binding = join(nodeModules, '@tensorflow', 'tfjs-node-gpu', 'binding')
  const includes = [join(nodeModules, 'node-api-headers', 'include'), include, join(binding, '..'), binding]
  return ['-O2', '-std=c++17', '-shared', '-fPIC', '-w', '-DNAPI_VERSION=8'].concat(
    includes.map((path) => `-I${path}`),
    ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(binding, file)),
    libraries.map((library) => join(folder, library)),
    // Node resolves its own symbols into the loaded binding; Apple's linker has to be told so
    platform === 'darwin' ? ['-Wl,-rpath,@loader_path', '-undefined', 'dynamic_lookup'] : ['-Wl,-rpath,$ORIGIN'],
    ['-o', join(folder, 'tfjs_binding.node')],
  )
}

/** @param {string} compiler @param {Parameters<typeof compileArguments>[0]} job */
export async function compileBinding(compiler, job) {
  const sources = join(job.nodeModules, '@tensorflow', 'tfjs-node-gpu', 'binding', 'tfjs_backend.cc')
  if (!existsSync(sources)) throw new Error('the package @tensorflow/tfjs-node-gpu is not installed: run npm ci')
  const { code, output } = await run(compiler, compileArguments(job))
  if (code !== 0) throw new Error(`${compiler} could not compile the binding: ${lastLines(output)}`)
}

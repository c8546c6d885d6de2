// Which TensorFlow library each platform takes from PyPI, pinned by version and hash.

/** @typedef {{ requirement: string, sha256: string, bytes: number }} Wheel */
/** @typedef {{ variant: 'cpu' | 'gpu', version: string, platforms: string[], wheel: Wheel, libraries: string[], companions: Wheel[] }} Library */

const VERSION = '2.20.0'
const LINUX = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
const MAC = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']

/** The interpreter the wheels were built for. Nothing of Python is used from them, so that any Python with pip can fetch them. */
export const PYTHON_TAG = '3.11'

/** @type {Record<string, Library>} keyed by `${process.platform}-${process.arch}-${variant}` */
export const LIBRARIES = {
  'linux-x64-cpu': {
    variant: 'cpu',
    version: VERSION,
    platforms: ['manylinux_2_17_x86_64'],
    wheel: {
      requirement: `tensorflow-cpu==${VERSION}`,
      sha256: 'cf756bbe2d256e942ab5d0ad2c858fb40017581494febdb4387c149b1afde780',
      bytes: 259_000_000,
    },
    libraries: LINUX,
    companions: [],
  },
  'darwin-arm64-cpu': {
    variant: 'cpu',
    version: VERSION,
    platforms: ['macosx_12_0_arm64'],
    wheel: {
      requirement: `tensorflow==${VERSION}`,
      sha256: '5f964016c5035d09b85a246a6b739be89282a7839743f3ea63640224f0c63aee',
      bytes: 200_000_000,
    },
    libraries: MAC,
    companions: [],
  },
}

/** The name of the cache folder of a library: version, variant and the beginning of its hash, so that no two builds share one. */
export const folderName = (/** @type {Library} */ library) =>
  `${library.version}-${library.variant}-${library.wheel.sha256.slice(0, 12)}`

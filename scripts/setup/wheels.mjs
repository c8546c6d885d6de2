// Which TensorFlow library each platform takes from PyPI, pinned by version and hash.

/** @typedef {{ requirement: string, sha256: string }} Wheel */
/**
 * `download` and `unpacked` are megabytes (all wheels; what is kept and the headers), for the progress and the check of the disk.
 * @typedef {{ variant: 'cpu' | 'gpu', version: string, platforms: string[], wheel: Wheel, companions: Wheel[], libraries: string[],
 *   download: number, unpacked: number }} Library
 */

const VERSION = '2.20.0'

/** The interpreter the wheels were built for. Nothing of Python is used from them, so that any Python with pip can fetch them. */
export const PYTHON_TAG = '3.11'

/**
 * NVIDIA's CUDA 12 libraries, as TensorFlow's wheel names them under its extra `and-cuda`. Left out is nvcc, which only XLA calls.
 * @type {Wheel[]}
 */
const CUDA = [
  {
    requirement: 'nvidia-cublas-cu12==12.9.3.13',
    sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
  },
  {
    requirement: 'nvidia-cuda-cupti-cu12==12.8.90',
    sha256: 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
  },
  {
    requirement: 'nvidia-cuda-nvrtc-cu12==12.9.86',
    sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  },
  {
    requirement: 'nvidia-cuda-runtime-cu12==12.9.79',
    sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  },
  {
    requirement: 'nvidia-cudnn-cu12==9.28.0.42',
    sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
  },
  {
    requirement: 'nvidia-cufft-cu12==11.4.1.4',
    sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
  },
  {
    requirement: 'nvidia-curand-cu12==10.3.10.19',
    sha256: '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
  },
  {
    requirement: 'nvidia-cusolver-cu12==11.7.5.82',
    sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  },
  {
    requirement: 'nvidia-cusparse-cu12==12.5.10.65',
    sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  },
  {
    requirement: 'nvidia-nccl-cu12==2.32.3',
    sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
  },
  {
    requirement: 'nvidia-nvjitlink-cu12==12.9.86',
    sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
  },
]

/** @type {Record<string, Library>} keyed by platform, architecture and variant */
export const LIBRARIES = {
  'linux-x64-cpu': {
    variant: 'cpu',
    version: VERSION,
    platforms: ['manylinux_2_17_x86_64'],
    wheel: {
      requirement: `tensorflow-cpu==${VERSION}`,
      sha256: 'cf756bbe2d256e942ab5d0ad2c858fb40017581494febdb4387c149b1afde780',
    },
    companions: [],
    libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
    download: 259,
    unpacked: 862,
  },
  'linux-x64-gpu': {
    variant: 'gpu',
    version: VERSION,
    platforms: ['manylinux_2_27_x86_64', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64', 'manylinux2010_x86_64'],
    wheel: {
      requirement: `tensorflow==${VERSION}`,
      sha256: '481499fd0f824583de8945be61d5e827898cdaa4f5ea1bc2cc28ca2ccff8229e',
    },
    companions: CUDA,
    libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
    download: 3000,
    unpacked: 5000,
  },
  'darwin-arm64-cpu': {
    variant: 'cpu',
    version: VERSION,
    platforms: ['macosx_12_0_arm64'],
    wheel: {
      requirement: `tensorflow==${VERSION}`,
      sha256: '5f964016c5035d09b85a246a6b739be89282a7839743f3ea63640224f0c63aee',
    },
    companions: [],
    libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
    download: 200,
    unpacked: 800,
  },
}

/** The name of a library's folder in the cache: version, variant and the beginning of its hash, so that no two builds share one. */
export const folderName = (/** @type {Library} */ { version, variant, wheel }) =>
  `${version}-${variant}-${wheel.sha256.slice(0, 12)}`

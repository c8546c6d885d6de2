/**
 * End points that reference code gives in float64: k-diffusion 0.1.1.post1 (`sample_lms`, `sample_dpmpp_2m_sde`, `sample_dpmpp_3m_sde` at eta = 0, noise handed in) and
 * diffusers 0.42.1 (`UniPCMultistepScheduler`, prediction_type sample, bh2) under PyTorch 2.15.0. One sample of four numbers, along these levels, with the denoiser
 * of two narrow modes in each number, (.04 x + s^2 tanh(x / (s^2 + .04))) / (s^2 + .04).
 */

export const LEVELS = [10, 6, 3.5, 1.8, 0.9, 0.4, 0.15, 0.05]
export const START = [12.5, -7.25, 3, -0.5]
/** Unit normals of step 0, 1, ... */
export const NOISE = [
  [0.3, -1.1, 0.7, 0.2],
  [1.4, 0.1, -0.6, -0.9],
  [-0.2, 0.8, 1.3, -1.7],
  [0.5, -0.4, 0, 1],
  [-1.2, 0.6, -0.3, 0.9],
  [0.15, -0.75, 1.6, -0.05],
  [0.95, 1.05, -1.45, 0.35],
  [0, 0, 0, 0],
]

/** Sampler, its parameters, whether the walk goes on to 0, and where it ends. */
export const ENDS = [
  ['deis', { order: 2 }, false, [1.1292515366, -0.9911652941, 0.827206242, -0.4695437903]],
  ['deis', { order: 3 }, false, [1.1369187366, -0.9999878745, 0.8440347022, -0.4973129036]],
  ['deis', { order: 4 }, false, [1.1394478485, -1.0027667396, 0.8501392639, -0.5101487735]],
  ['dpmpp2m-sde', { eta: 0 }, false, [1.2060966417, -1.0849287426, 0.9658063563, -0.6122478444]],
  ['dpmpp2m-sde', { eta: 0.5 }, false, [1.0518185088, -1.0510080101, 1.1922544699, -0.942491967]],
  ['dpmpp2m-sde', { eta: 1 }, false, [1.0254650924, 0.9813383287, 1.2087297089, -0.9258510849]],
  ['dpmpp2m-sde', { eta: 1 }, true, [1.0239671458, 0.9824360741, 1.1964514907, -0.9302127858]],
  ['dpmpp3m', {}, false, [1.0998828719, -0.9604832931, 0.9271681679, -0.7428097323]],
  ['dpmpp3m', {}, true, [1.0940074088, -0.9628078053, 0.9314523933, -0.7579385716]],
  ['unipc', { order: 1 }, false, [1.1268555072, -0.9873235612, 0.8169448877, -0.4543266385]],
  ['unipc', { order: 2 }, false, [1.1863859286, -1.0621688555, 0.9563913857, -0.6447343106]],
  ['unipc', { order: 3 }, false, [1.0400166378, -0.8627407017, 0.8438618135, -0.7637113378]],
  ['unipc', { order: 2 }, true, [1.1754220505, -1.058511864, 0.9589565983, -0.6656322923]],
] as const

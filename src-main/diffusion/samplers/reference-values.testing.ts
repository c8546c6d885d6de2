/**
 * End points that reference code gives in float64: k-diffusion 0.1.1.post1 (`sample_lms`, `sample_dpmpp_2m_sde`, `sample_dpmpp_3m_sde` at eta = 0, noise handed in) and
 * diffusers 0.42.1 (`UniPCMultistepScheduler`, prediction_type sample, bh2) under PyTorch 2.15.0; of the authors: ER-SDE-Solver (`ve_1_order` to `ve_3_order_taylor`, its
 * integrals by 400,000 midpoints in place of 100 rectangles), SA-Solver (`adams_bashforth_update` and `adams_moulton_update`, PEC) and Restart (`restart_sampler` along these
 * levels), all under PyTorch 2.15.0. One sample of four numbers, along these levels, with the denoiser
 * of two narrow modes in each number, (.04 x + s^2 tanh(x / (s^2 + .04))) / (s^2 + .04).
 */

export const LEVELS = [10, 6, 3.5, 1.8, 0.9, 0.4, 0.15, 0.05]
export const START = [12.5, -7.25, 3, -0.5]
/** SA-Solver along the reverse SDE, everywhere. */
const REVERSE_SDE = { tau: 1, tauMin: 0, tauMax: 1e9 }
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
  ['er-sde', { order: 1, noiseScale: 'er-sde' }, false, [1.1255061476, -0.9439647465, 0.957086457, -0.8665295388]],
  ['er-sde', { order: 1, noiseScale: 'er-sde' }, true, [1.118123433, -0.9472609379, 0.959610783, -0.8743807424]],
  ['er-sde', { order: 2, noiseScale: 'er-sde' }, false, [1.1776462467, -1.0145633652, 1.0379688603, -0.9390110243]],
  ['er-sde', { order: 2, noiseScale: 'er-sde' }, true, [1.1671964674, -1.0137066966, 1.0357353979, -0.9425986111]],
  ['er-sde', { order: 2, noiseScale: 'sde' }, false, [0.9960274068, 0.7492419474, 1.127061501, -0.8915672802]],
  ['er-sde', { order: 2, noiseScale: 'ode' }, false, [1.1528750237, -1.020241407, 0.8670934753, -0.503618279]],
  ['er-sde', { order: 3, noiseScale: 'er-sde' }, false, [1.178509453, -1.0165287089, 1.0407574255, -0.9417710047]],
  ['er-sde', { order: 3, noiseScale: 'er-sde' }, true, [1.168008897, -1.0155564319, 1.0383599299, -0.9451962397]],
  ['er-sde', { order: 3, noiseScale: 'sde' }, false, [0.9932351036, 0.7911312545, 1.1299437267, -0.8929033204]],
  ['er-sde', { order: 3, noiseScale: 'ode' }, false, [1.1541550676, -1.0225686696, 0.8743201244, -0.5147827573]],
  [
    'sa-solver',
    { predictorOrder: 1, correctorOrder: 0, ...REVERSE_SDE },
    false,
    [0.951392951, 0.494183484, 1.0206456567, -0.8149635073],
  ],
  [
    'sa-solver',
    { predictorOrder: 2, correctorOrder: 2, ...REVERSE_SDE },
    false,
    [1.0267759318, 1.245900185, 1.2472620874, -0.922256368],
  ],
  [
    'sa-solver',
    { predictorOrder: 2, correctorOrder: 2, tau: 0, tauMin: 0, tauMax: 1e9 },
    false,
    [1.1898053587, -1.0675952402, 0.9793846265, -0.6864324278],
  ],
  [
    'sa-solver',
    { predictorOrder: 3, correctorOrder: 4, ...REVERSE_SDE },
    false,
    [0.7106350864, 1.3101887291, 0.7949625537, -0.6318199731],
  ],
  [
    'sa-solver',
    { predictorOrder: 3, correctorOrder: 4, ...REVERSE_SDE },
    true,
    [0.727656552, 1.2919423333, 0.80702358, -0.6534776217],
  ],
  [
    'sa-solver',
    { predictorOrder: 3, correctorOrder: 4, tau: 0.5, tauMin: 0.1, tauMax: 4 },
    false,
    [0.9099380988, -1.0495669937, 0.9501608995, -0.7765075349],
  ],
  [
    'sa-solver',
    { predictorOrder: 4, correctorOrder: 4, ...REVERSE_SDE },
    false,
    [0.6655923812, 1.1254803748, 0.2707592982, 2.242494586],
  ],
  [
    'restart',
    { restarts: 2, restartLevels: 3, restartMin: 0.06, restartMax: 0.3 },
    true,
    [1.3323723726, -1.1097398163, 0.9320881255, -1.0073438328],
  ],
  [
    'restart',
    { restarts: 3, restartLevels: 5, restartMin: 1, restartMax: 4.5 },
    true,
    [0.8701043038, 1.0086977955, 1.1489524819, -1.3455561114],
  ],
  [
    'restart',
    { restarts: 1, restartLevels: 2, restartMin: 0.15, restartMax: 8 },
    true,
    [7.9127394338, -9.1056378915, 8.5794795333, 4.2134038003],
  ],
] as const

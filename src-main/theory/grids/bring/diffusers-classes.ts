/** diffusers' schedulers by the grid that their fields describe: which fields, with which defaults, and how each family places timesteps. */

/**
 * `interpolated`: timesteps may be fractions, sigma linear between; Karras' ends are those of the chosen timesteps.
 * `multistep`: one point more, rounded, the cleanest left off; Karras' ends are the table's.
 * `whole`: rounded timesteps, none left off. `edm`: between two sigmas. `flow`: times. `ve`: geometric.
 */
export type Placing = 'interpolated' | 'multistep' | 'whole' | 'edm' | 'flow' | 've'

type ClassRow = {
  placing: Placing
  /** Where they differ from DDPM's table (linear, 1e-4 to .02) and from `linspace`. */
  defaults?: Readonly<Record<string, unknown>>
}

const K_DPM = { beta_start: 0.00085, beta_end: 0.012 }
const LEADING = { timestep_spacing: 'leading' }

export const DIFFUSERS_CLASSES: Readonly<Record<string, ClassRow>> = {
  EulerDiscreteScheduler: { placing: 'interpolated' },
  EulerAncestralDiscreteScheduler: { placing: 'interpolated' },
  HeunDiscreteScheduler: { placing: 'interpolated', defaults: K_DPM },
  KDPM2DiscreteScheduler: { placing: 'interpolated', defaults: K_DPM },
  KDPM2AncestralDiscreteScheduler: { placing: 'interpolated', defaults: K_DPM },
  LMSDiscreteScheduler: { placing: 'interpolated' },
  DPMSolverSDEScheduler: { placing: 'interpolated', defaults: K_DPM },
  DPMSolverMultistepScheduler: { placing: 'multistep' },
  DPMSolverSinglestepScheduler: { placing: 'multistep' },
  UniPCMultistepScheduler: { placing: 'multistep' },
  DEISMultistepScheduler: { placing: 'multistep', defaults: { final_sigmas_type: 'sigma_min' } },
  SASolverScheduler: { placing: 'multistep' },
  DDIMScheduler: { placing: 'whole', defaults: LEADING },
  DDIMParallelScheduler: { placing: 'whole', defaults: LEADING },
  DDPMScheduler: { placing: 'whole', defaults: LEADING },
  DDPMParallelScheduler: { placing: 'whole', defaults: LEADING },
  EDMEulerScheduler: {
    placing: 'edm',
    defaults: { sigma_min: 0.002, sigma_max: 80, rho: 7, sigma_schedule: 'karras' },
  },
  EDMDPMSolverMultistepScheduler: {
    placing: 'edm',
    defaults: { sigma_min: 0.002, sigma_max: 80, rho: 7, sigma_schedule: 'karras' },
  },
  CosineDPMSolverMultistepScheduler: {
    placing: 'edm',
    defaults: { sigma_min: 0.3, sigma_max: 500, rho: 7, sigma_schedule: 'exponential' },
  },
  FlowMatchEulerDiscreteScheduler: { placing: 'flow' },
  FlowMatchHeunDiscreteScheduler: { placing: 'flow' },
  ScoreSdeVeScheduler: { placing: 've', defaults: { sigma_min: 0.01, sigma_max: 1348 } },
}

/** Classes of diffusers that are known here for not being described by their fields. */
export const UNDESCRIBED: Readonly<Record<string, string>> = {
  LCMScheduler: 'it takes every k-th of original_inference_steps, and k is given when sampling',
  TCDScheduler: 'it takes every k-th of original_inference_steps, and k is given when sampling',
  PNDMScheduler: 'its Runge-Kutta steps visit timesteps between those of its grid',
}

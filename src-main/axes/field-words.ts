/**
 * The field's words for parameters that have another name here. Each kind's rows are told apart by which parameters they have, so that
 * one list per kind does for all of them. No parameter here bears a name of these lists.
 */

export type FieldWord = {
  /** Ours, snake_case. */
  is: string
  /** Ours is theirs times this. */
  times?: number
  /** Where they say so. */
  where: string
}
export type FieldWords = Readonly<Record<string, FieldWord>>

const NCSN = 'NCSN (Song & Ermon 2019)'
const DDPM = 'DDPM and diffusers'
const EDM = 'EDM and k-diffusion'
/** beta of a table of 1,000 timesteps is beta(t)/1000 of the process in t from 0 to 1. */
const PER_STEP = 1000

/** Of schedules. */
export const SCHEDULE_WORDS: FieldWords = {
  sigma_begin: { is: 'sigma_max', where: NCSN },
  sigma_end: { is: 'sigma_min', where: NCSN },
  num_classes: { is: 'levels', where: NCSN },
  num_scales: { is: 'levels', where: 'score_sde' },
  n: { is: 'levels', where: 'k-diffusion' },
  num_steps: { is: 'levels', where: EDM },
  steps: { is: 'levels', where: 'ComfyUI' },
  num_inference_steps: { is: 'levels', where: 'diffusers' },
  beta_start: { is: 'beta_min', times: PER_STEP, where: `${DDPM}, per step of 1,000` },
  beta_end: { is: 'beta_max', times: PER_STEP, where: `${DDPM}, per step of 1,000` },
  beta_0: { is: 'beta_min', where: 'score_sde' },
  beta_1: { is: 'beta_max', where: 'score_sde' },
  epsilon_s: { is: 'eps_s', where: EDM },
  cosine_s: { is: 's', where: 'improved-diffusion' },
}

/** Of samplers. */
export const SAMPLER_WORDS: FieldWords = {
  step_lr: { is: 'eps', where: NCSN },
  n_steps_each: { is: 'inner', where: NCSN },
  final_only: { is: 'denoise', where: NCSN },
  S_churn: { is: 's_churn', where: EDM },
  S_min: { is: 's_tmin', where: EDM },
  S_max: { is: 's_tmax', where: EDM },
  S_tmin: { is: 's_tmin', where: EDM },
  S_tmax: { is: 's_tmax', where: EDM },
  S_noise: { is: 's_noise', where: EDM },
  target_snr: { is: 'snr', where: 'score_sde' },
  n_steps: { is: 'corrector_steps', where: 'score_sde' },
}

/** Of training. */
export const TRAINING_WORDS: FieldWords = {
  n_iters: { is: 'steps', where: NCSN },
  max_train_steps: { is: 'steps', where: 'diffusers' },
  total_steps: { is: 'steps', where: 'several trainers' },
  lr: { is: 'learning_rate', where: 'PyTorch' },
  ema_rate: { is: 'ema_decay', where: NCSN },
  max_grad_norm: { is: 'clip_norm', where: 'diffusers' },
  grad_clip: { is: 'clip_norm', where: 'score_sde' },
  lr_warmup_steps: { is: 'warm_up', where: 'diffusers' },
  warmup: { is: 'warm_up', where: 'score_sde' },
  train_batch_size: { is: 'batch_size', where: 'diffusers' },
  random_flip: { is: 'flip', where: 'score_sde' },
  snapshot_freq: { is: 'checkpoint_every', where: NCSN },
}

/** Of the noise that a network is trained at. */
export const NOISE_WORDS: FieldWords = {
  P_mean: { is: 'p_mean', where: EDM },
  P_std: { is: 'p_std', where: EDM },
  sigma_begin: { is: 'sigma_max', where: NCSN },
  sigma_end: { is: 'sigma_min', where: NCSN },
}

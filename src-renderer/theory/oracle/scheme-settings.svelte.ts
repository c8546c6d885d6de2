/** What two schemes are told beside the grid: EDM's churn and the inner steps of annealed Langevin dynamics. */

export class SchemeSettings {
  /** S_churn, S_tmin, S_tmax, S_noise of Karras et al. 2022; amount 0 is plain Heun. */
  sChurn = $state(0)
  sTmin = $state(0.05)
  sTmax = $state(50)
  sNoise = $state(1.003)
  /** Langevin steps at each level, T. */
  inner = $state(5)
  /** Share of x that one of them takes at any level, eps/sigma_L^2. */
  pull = $state(0.06)

  /** As questions carry it. */
  readonly asked = $derived({
    sChurn: this.sChurn,
    sTmin: this.sTmin,
    sTmax: this.sTmax,
    sNoise: this.sNoise,
    inner: this.inner,
    pull: this.pull,
  })
}

/** What a run would cost, told before it is queued. */
export type RunEstimate = {
  /** Numbers that its network learns; null of other kinds, and where the size of the images is not known. */
  parameters: number | null
  /** Of a training: bytes of weights, gradients, Adam's two moments and the average. Activations of a batch come on top. */
  memory: number | null
  /** Evaluations of the network for one sample; null of other kinds. */
  nfe: number | null
  /** In all, one sample each: n x NFE of a sampling, steps x batch of a training. */
  evaluations: number | null
  seconds: number | null
  /** On the disk. */
  bytes: number | null
  /** Where seconds and bytes come from. */
  basis: string
}

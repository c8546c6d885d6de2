/** What a network in whose features pictures are compared is told as, once: schemas, forms and distances are derived from it. */

export type JudgeRow = {
  name: string
  title: string
  /** Pictures of any size are brought to its own, in one of several ways; one that does not takes pictures of one shape only. */
  resizes: boolean
  /** Of the covariances, where no passport asks for another: n - 1 as published for FID, n as everywhere else here. */
  divisor: 'n' | 'n-1'
}

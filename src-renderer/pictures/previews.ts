/** The pictures that a run kept on its way, by the names of their files. Pure. */
import type { RunDetail } from '#contract/run.ts'

export type PreviewFile = { path: string; step: number; sigma: number | null }
const NAME = /^previews\/step-(\d+)(?:-sigma-([\d.e+-]+))?\.png$/

/** In the order of their steps. */
export function previewFiles(files: RunDetail['files']): PreviewFile[] {
  return files
    .flatMap(({ path }) => {
      const [, step, sigma] = NAME.exec(path) ?? []
      return step === undefined ? [] : [{ path, step: Number(step), sigma: sigma === undefined ? null : Number(sigma) }]
    })
    .toSorted((a, b) => a.step - b.step)
}

/** Where on its way every run is shown: after a share of its steps, or at a noise level. */
export type Moment = { by: 'share' | 'sigma'; value: number }

/** The picture nearest to the moment; sigmas are near in ratio. Null where there is none with a sigma. */
export function previewAt<P extends { step: number; sigma: number | null }>(
  pictures: readonly P[],
  { by, value }: Moment,
): P | null {
  const last = pictures.at(-1)?.step ?? 1
  const away = ({ step, sigma }: P): number =>
    by === 'share'
      ? Math.abs(step / last - value)
      : sigma !== null && sigma > 0
        ? Math.abs(Math.log(sigma / value))
        : Infinity
  return pictures.reduce<P | null>((best, next) => {
    if (away(next) === Infinity) return best
    return best === null || away(next) < away(best) ? next : best
  }, null)
}

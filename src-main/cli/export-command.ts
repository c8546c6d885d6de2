/** `export RUN --out FILE.npz | FOLDER`: pictures as 8-bit files that other programs of the field read. */
import { extname } from 'node:path'
import type { Command } from 'commander'
import { Refusal } from '#contract/refusal.ts'
import { callerPath } from '#files/caller-path.ts'
import { resourcesFolder } from '#program/folders.ts'
import { addCommand, type Invocation } from './command.ts'

export function addExportCommand(program: Command): void {
  addCommand(
    program,
    'export',
    'write the samples of a run, or the images of a data set, as bytes: RUN --out FILE.npz (arr_0, NHWC) or --out FOLDER (of PNG files)',
    exportPictures,
    [['--out <path>', 'an .npz file, or a new folder for PNG files']],
  )
}

async function exportPictures({ words, options, output }: Invocation): Promise<void> {
  const [word, ...more] = words
  if (word === undefined || more.length > 0)
    throw new Refusal('Name one run or data set, such as anneal export 12 --out samples.npz.', { field: 'samples' })
  const out = outOf(options.out)
  const [{ withRuns }, { sideOf }, { openSide }, { exportNpz, exportPngs }] = await Promise.all([
    import('./runs.ts'),
    import('#runs/judge-task.ts'),
    import('#engine/judging/open-side.ts'),
    import('#engine/judging/export-pictures.ts'),
  ])
  const side = await withRuns(({ history }) =>
    openSide(sideOf(word, 'samples', { history, resources: resourcesFolder() }), history.home.root),
  )
  if (!('pictures' in side))
    throw new Refusal(`${word} holds moments; there are no pictures in it to export.`, { field: 'samples' })
  const { pictures } = side
  const written =
    extname(out) === '.npz'
      ? await exportNpz(pictures, out)
      : await exportPngs(pictures, out, (done, of) => output.progress(`${done}/${of} PNG files`))
  const what = written.format === 'npz' ? 'uint8, as arr_0' : 'PNG files'
  output.answer(written, () => `${written.file}: ${written.n} pictures of ${written.shape}, ${what}`)
}

function outOf(given: unknown): string {
  if (typeof given !== 'string')
    throw new Refusal('Say where to write them: --out FILE.npz, or --out FOLDER for PNG files.', { field: 'out' })
  const kind = extname(given)
  if (kind !== '' && kind !== '.npz')
    throw new Refusal(`--out: pictures are written as one .npz or as a folder of PNG files; got ${given}.`, {
      field: 'out',
    })
  return callerPath(given)
}

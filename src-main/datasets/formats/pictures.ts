/** A folder of pictures as an import asks for it: what was not given is taken by default, and told. */
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '../dataset.ts'
import { openImageFolder } from '../image-folder.ts'
import { onlySize } from '../picture-sizes.ts'
import type { ImportOptions } from './format.ts'

/** `size` is needed where the pictures differ in theirs. */
export async function readPictures(folder: string, options: ImportOptions): Promise<Dataset> {
  const { channels = 3, kernel = 'lanczos3', grey, alpha, floatRange: range, clip } = options
  if (grey && channels !== 1)
    throw new Refusal('grey is of colour that becomes grey. Give channels=1 too, or leave grey out.', { field: 'grey' })
  if (clip && !range)
    throw new Refusal('clip needs the range to clip to. Give float_range too, such as float_range=[0,1].', {
      field: 'clip',
    })
  const { onProgress, onPassedOver, signal } = options
  const defaulted = (['size', 'channels', 'kernel', 'grey', 'alpha'] as const).filter(
    (field) => options[field] === undefined,
  )
  const size = options.size ?? (await onlySize(folder))
  const choice = { size, channels, kernel, grey, alpha, range, clip, defaulted }
  return openImageFolder(folder, { ...choice, onProgress, onPassedOver, signal })
}

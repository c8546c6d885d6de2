/** What computes, how fast, and the CUDA set that can be added to it: the requests of the Settings page. */
import { addCudaArchive } from '#program/cuda-archive.mjs'
import { cacheFolder } from '#program/tensorflow-cache.mjs'
import { Refusal } from '#contract/refusal.ts'
import type { Handlers } from '#contract/requests.ts'
import type { LookDesk } from '#engine/look/look-desk.ts'

export function computeHandlers(
  looks: LookDesk,
  cache = cacheFolder(),
): Pick<Handlers, 'compute/info' | 'compute/add-cuda'> {
  /** One at a time: two would unpack into each other's place. */
  let adding = false
  return {
    'compute/info': looks.measured,
    async 'compute/add-cuda'({ path }) {
      if (adding) throw new Refusal('An archive is being added already.', { field: 'path', code: 'conflict' })
      adding = true
      try {
        return { folder: await addCudaArchive({ file: path, cache }) }
      } catch (error) {
        throw new Refusal(sentence(error), { field: 'path', cause: error })
      } finally {
        adding = false
      }
    },
  }
}

function sentence(error: unknown): string {
  const { message } = error as Error
  return `${message[0]!.toUpperCase()}${message.slice(1)}.`
}

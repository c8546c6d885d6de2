/** A picture taken as a Gaussian texture: where it comes from, and what is computed of it. */
import type { Api } from '#contract/requests.ts'
import type { Picture } from '#theory/laws/gaussian-texture.ts'
import { Answer } from '../worker/answer.svelte.ts'
import type { Ask } from '../worker/worker-door.ts'
import { pixelsOfFile } from './pixels-of-file.ts'

export class TextureStudy {
  readonly #api: Api
  readonly samples: Answer<'texture/samples'>
  readonly table: Answer<'texture/table'>
  name = $state('')
  picture = $state.raw<Picture | null>(null)
  fault = $state<string | null>(null)
  /** Id of the data set; empty until the first is known. */
  dataset = $state('')
  image = $state(0)
  seed = $state(0)
  #turn = 0

  constructor(api: Api, { quick, slow }: { quick: Ask; slow: Ask }) {
    this.#api = api
    this.samples = new Answer('texture/samples', quick)
    this.table = new Answer('texture/table', slow)
  }

  /** An image of a data set, by its number from 0. */
  async takeImage({ id, name }: { id: string; name: string }, image: number) {
    this.dataset = id
    this.image = image
    const turn = ++this.#turn
    const reply = await this.#api.request('datasets/image', { id, index: image })
    if (turn !== this.#turn) return
    if (reply.ok) this.#show(`${name}, image ${image}`, reply.value)
    else this.fault = reply.error.message
  }
  /** A picture file, brought to 256 x 256. */
  async takeFile(file: File) {
    const turn = ++this.#turn
    const picture = await pixelsOfFile(file)
    if (turn !== this.#turn) return
    if (picture) this.#show(file.name, picture)
    else this.fault = `${file.name} is no picture that this browser reads: choose a PNG, JPEG or WebP.`
  }
  draw(seed: number) {
    this.seed = seed
    if (this.picture) void this.samples.ask({ picture: this.picture, seed, samples: SAMPLES })
  }

  #show(name: string, picture: Picture) {
    this.name = name
    this.picture = picture
    this.fault = null
    this.draw(this.seed)
    void this.table.ask({ picture })
  }
}

const SAMPLES = 2

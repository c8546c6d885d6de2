/**
 * A process that records one graph, checks it, writes it and ends: recording runs every operation once, with all the memory
 * that takes, and an engine that only loads the result never holds it. Started by `obtain-program.ts`.
 */
import { openCompute } from '#compute/backend.ts'
import { encodeProgram } from '#compute/graph/program-file.ts'
import { messageOf } from '#contract/refusal.ts'
import { writeWhole } from '#files/write-whole.ts'
import { endWithParent } from '#workers/end-with-parent.ts'
import { openParentChannel } from '#workers/parent-channel.ts'
import type { Recipe } from './recipe.ts'
import { recordRecipe } from './record-recipe.ts'

export type ToRecorder = { recipe: Recipe; file: string }
export type FromRecorder = { recorded: true } | { recorded: false; reason: string }

endWithParent()
const { post, listen } = openParentChannel<FromRecorder, ToRecorder>()
// Ctrl-C in a terminal goes to every process of the group; the engine decides.
process.on('SIGINT', () => {})

listen(({ recipe, file }) => void record(recipe, file).then((answer) => post(answer, () => process.exit(0))))

async function record(recipe: Recipe, file: string): Promise<FromRecorder> {
  try {
    const { tf } = await openCompute({ backend: 'tensorflow' })
    writeWhole(file, encodeProgram(recordRecipe(tf, recipe)))
    return { recorded: true }
  } catch (error) {
    return { recorded: false, reason: messageOf(error) }
  }
}

/** What tells one model from another: the hash of its weights, or of all content of a brought network. */
import type { ModelFile } from '#contract/engine.ts'
import { hashFile } from './weights-file.ts'

export const modelHash = ({ file, brought }: ModelFile): string => brought ?? hashFile(file)

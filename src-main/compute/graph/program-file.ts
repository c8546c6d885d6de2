/** A recorded program as one file that proves itself whole: a line of JSON, then the bytes of the SavedModel. */
import { createHash } from 'node:crypto'
import type { Program } from './program.ts'

/** What else is worth keeping beside a program: how it was checked, the batch that was chosen. */
export type ProgramNotes = Record<string, string | number>
export type StoredProgram = { program: Program; notes: ProgramNotes }

const FORMAT = 'anneal-program-1'
const END_OF_LINE = 10

export function encodeProgram({ program, notes }: StoredProgram): Uint8Array {
  const { bytes, functions, variables } = program
  const header = JSON.stringify({ format: FORMAT, functions, variables, notes })
  return Buffer.concat([Buffer.from(`${hashOf(header, bytes)} ${header}\n`), bytes])
}

/** Null where anything is missing, changed or of another format: whoever asks then records anew. */
export function decodeProgram(file: Uint8Array): StoredProgram | null {
  const end = file.indexOf(END_OF_LINE)
  if (end < 0) return null
  const line = new TextDecoder().decode(file.subarray(0, end))
  const [hash, header] = [line.slice(0, 64), line.slice(65)]
  const bytes = file.subarray(end + 1)
  if (hash !== hashOf(header, bytes)) return null
  const { format, notes, ...names } = JSON.parse(header) as { format: string } & StoredProgram['program'] &
    StoredProgram
  return format === FORMAT ? { program: { ...names, bytes }, notes } : null
}

const hashOf = (header: string, bytes: Uint8Array) =>
  createHash('sha256').update(header).update('\n').update(bytes).digest('hex')

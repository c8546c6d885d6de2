/** Schedules as text that other programs and people exchange. Every sigma comes back bit for bit. Pure. */
import { toSnake } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { DataRange } from '#contract/schedule.ts'
import {
  parseSigmas,
  printSigmas,
  readSchedule,
  writeSchedule,
  type ScheduleFile,
} from '#theory/grids/schedule-text.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'
import { sequenceOf, type Draft, type Shape } from '../shape/draft.ts'

export const EXPORT_FORMATS = [
  { value: 'json', label: 'Schedule file (JSON)' },
  { value: 'list', label: '[a, b, …]' },
  { value: 'lines', label: 'One per line' },
] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]['value']

/** `terminalZero`: ends with the 0 that samplers of the probability-flow ODE step to. */
export function exportText({ name, shape, dataRange }: Draft, format: ExportFormat, terminalZero: boolean): string {
  const sequence = sequenceOf(shape)
  if (!sequence.ok) throw new Refusal(sequence.message, { field: sequence.field })
  const { sigmas } = sequence
  if (format === 'list') return printSigmas(terminalZero ? [...sigmas, 0] : sigmas)
  if (format === 'lines') return [...sigmas, ...(terminalZero ? [0] : [])].join('\n') + '\n'
  const parameters =
    shape.kind === 'family'
      ? { family: shape.family, ...(toSnake(shape.parameters) as ScheduleFile['parameters']) }
      : null
  return writeSchedule({ name, parameters, sigmas: Float64Array.from(sigmas), terminalZero, dataRange })
}

export type Imported = { name: string; shape: Shape; dataRange?: DataRange; note?: string }

/** A list or a schedule file. A rising list is turned round and a last 0 left out, both said in `note`. */
export function importText(text: string): Imported {
  const imported = readText(text)
  if (imported.shape.kind === 'list' && imported.shape.sigmas.length < 2)
    throw new Refusal('A curve has two levels at least; a run takes a list of one, for Langevin steps at one level.', {
      field: 'sigmas',
    })
  return imported
}

function readText(text: string): Imported {
  if (text.trimStart().startsWith('{')) {
    const { name, sigmas, dataRange, terminalZero } = readSchedule(text)
    const [low, high] = dataRange
    const known = (low === 0 || low === -1) && high === 1
    if (!known)
      throw new Refusal(`Data in [${low}, ${high}] is not known here; rescale the levels to [0, 1] or [-1, 1].`, {
        field: 'data_range',
      })
    const note = `${sigmas.length} levels of “${name}”${terminalZero ? '; its final 0 is left to the sampler' : ''}.`
    return {
      name: name || 'imported',
      shape: { kind: 'list', sigmas: [...sigmas] },
      dataRange: low === 0 ? [0, 1] : [-1, 1],
      note,
    }
  }
  const given = parseSigmas(text)
  const rising = given.length > 1 && given[0] < given[given.length - 1]
  const falling = rising ? given.toReversed() : given
  const ends = falling[falling.length - 1] === 0
  const sigmas = sigmaSequence({ family: 'list', sigmas: ends ? falling.subarray(0, -1) : falling })
  const said = [rising && 'turned round, largest first', ends && 'the final 0 is left to the sampler'].filter(Boolean)
  return {
    name: 'pasted',
    shape: { kind: 'list', sigmas: [...sigmas] },
    note: `${sigmas.length} levels${said.length ? `: ${said.join('; ')}` : ''}.`,
  }
}

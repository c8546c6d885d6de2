/** The machine that a result was measured on, and how much of it others were using meanwhile (from Linux's /proc). */
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'

export type Machine = { cpu: string; cores: number; memoryGB: number; flags: string[]; node: string }

const FLAGS = ['avx2', 'avx512f', 'avx512_bf16', 'amx_bf16']

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGB: Math.round(totalmem() / 2 ** 30),
  flags: FLAGS.filter((flag) => new RegExp(`\\b${flag}\\b`).test(read('/proc/cpuinfo'))),
  node: process.version,
})

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Linux counts processor time in hundredths of a second. */
const TICK = 0.01

/** Seconds of all cores spent working since the start of the machine; null where it does not say. */
export function busySeconds(): number | null {
  const line = /^cpu +(.*)$/m.exec(read('/proc/stat'))
  if (!line) return null
  const [user, nice, system, , , irq, softirq] = line[1].split(' ').map(Number)
  return (user + nice + system + irq + softirq) * TICK
}

/** Seconds of all cores that one process has used. */
export function usedSeconds(pid: number): number {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK
}

/** Resident memory of a process in MB: now, and at most so far. */
export function memoryMB(pid: number): { now: number; peak: number } {
  const status = read(`/proc/${pid}/status`)
  const field = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? NaN) / 1024)
  return { now: field('VmRSS'), peak: field('VmHWM') }
}

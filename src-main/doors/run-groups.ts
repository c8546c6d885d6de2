/** Which runs are repetitions of one another: the same in everything but the seed. Pure. */
import type { RunConfig } from '#contract/run-config.ts'

type Configured = { id: string; number: number; config: RunConfig }

/**
 * One text for each run, equal where two runs differ in nothing but seed, name and tags. A run that another one names counts
 * by its own group, so that evaluations of samples drawn with two seeds are repetitions too.
 */
export function groupKeys(runs: readonly Configured[]): Map<string, string> {
  const byReference = new Map(runs.flatMap((run) => [[run.id, run] as const, [String(run.number), run] as const]))
  const keys = new Map<string, string>()
  const keyOf = (run: Configured): string => {
    const known = keys.get(run.id)
    if (known !== undefined) return known
    // A run can only name runs that were there before it; a damaged folder that says otherwise must not hang us.
    keys.set(run.id, run.id)
    const key = shortHash(JSON.stringify(withoutSeed(run.config, (reference) => groupOf(reference) ?? reference)))
    keys.set(run.id, key)
    return key
  }
  const groupOf = (reference: string) => {
    const run = byReference.get(reference.replace(/^#/, ''))
    return run && keyOf(run)
  }
  for (const run of runs) keyOf(run)
  return keys
}

function withoutSeed(config: RunConfig, group: (reference: string) => string): unknown {
  const { seed: _seed, name: _name, tags: _tags, ...rest } = config
  if (rest.kind === 'sample' && rest.network !== undefined) return { ...rest, network: group(rest.network) }
  if (rest.kind === 'evaluate') return { ...rest, samples: group(rest.samples), classifier: group(rest.classifier) }
  if (rest.kind === 'compare') return { ...rest, runs: rest.runs.map(group) }
  return rest
}

/** FNV-1a, twice over with different starts: 64 bits tell ten thousand runs apart with room to spare. */
function shortHash(text: string): string {
  const round = (start: number) => {
    let hash = start
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    return (hash >>> 0).toString(16).padStart(8, '0')
  }
  return round(0x811c9dc5) + round(0x01000193)
}

/** The lines of the tab Corruption and what each figure comes to. Pure. */
import type { PlotSeries } from '../../figures/plot-points.ts'
import { formatShort } from '../../ui/format.ts'
import type { CorruptionQuestion, SamplerLaw } from './corruption-tasks.ts'

const SLOT = { naive: 1, momentum: 0, 'momentum-ode': 2 }
const TARGET_SLOT = 6

/** `at`: index of the frequency that is shown; `labels` of the schedule that is edited and of the one beside it. */
export function lawFigures(
  found: readonly (readonly SamplerLaw[])[],
  { frequencies, steps }: CorruptionQuestion,
  at: number,
  [edited, beside]: readonly [string, string],
) {
  const [laws, others] = found
  const [naive, momentum] = laws
  const target = naive.targets[at]
  const ends = [naive.w2Against[0].x, naive.w2Against.at(-1)!.x]
  const line = (pick: (law: SamplerLaw) => PlotSeries['points']): PlotSeries[] =>
    laws.map((law) => ({ label: law.sampler, slot: SLOT[law.sampler], points: pick(law) }))
  const share = (law: SamplerLaw, k = at) => law.variances[k] / law.targets[k]
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`
  const otherW2 = others.map((law) => formatShort(law.w2))
  return {
    against: [
      ...line(({ variancesAgainst }) => variancesAgainst[at]),
      { label: `target ${formatShort(target)}`, slot: TARGET_SLOT, points: ends.map((x) => ({ x, y: target })) },
    ],
    along: [...line(({ along }) => along[at]), { label: 'exact law', slot: TARGET_SLOT, points: naive.exact[at] }],
    w2: [
      ...line(({ w2Against }) => w2Against).map((series) => ({ ...series, label: `${series.label}, ${edited}` })),
      ...others.map((law, i) => ({ label: `${law.sampler}, ${beside}`, slot: 3 + i, points: law.w2Against })),
    ],
    says: {
      halving:
        `After ${steps} steps the naive sampler keeps ${percent(share(naive))} of the variance at frequency ${frequencies[at]}, momentum ${percent(share(momentum))}. ` +
        `While the noise rests, each naive step shrinks what it has by the gain of its guess and adds the noise again: it loses diversity however many steps it takes.`,
      against: `Frequency ${frequencies[at]}: after ${steps} steps ${laws.map((law) => `${law.sampler} ${formatShort(law.variances[at])}`).join(', ')}; target ${formatShort(target)}.`,
      along: `From the start of sampling to the data, beside the variance that x_t has exactly.`,
      w2: `W2 after ${steps} steps: ${laws.map((law) => `${law.sampler} ${formatShort(law.w2)}`).join(', ')} on ${edited}; ${otherW2.join(', ')} on ${beside}.`,
    },
  }
}

/** Whether what a data folder holds is as it was written: the files of runs, brought networks and imported data sets, by their hashes. */
import type { HomeVerdict } from '#contract/home-verdict.ts'
import { verifyDatasets } from '#datasets/verify-dataset.ts'
import type { History } from '#history/history.ts'
import { verifyBrought } from '#history/network-store.ts'
import { verifyRun } from './verify-run.ts'

export type VerifyProgress = (about: { done: number; of: number; number: number; name: string }) => void

/** The runs named, or all of them, those in the trash too, and with them networks and data sets. */
export async function verifyHome(
  { read, home }: History,
  references: readonly string[],
  progress: VerifyProgress,
): Promise<HomeVerdict> {
  const all = references.length === 0
  const listed = all ? read.list({ trashed: true }).toReversed() : references.map((one) => read.need(one))
  const runs: HomeVerdict['runs'] = []
  for (const [done, { id, number, name }] of listed.entries()) {
    progress({ done, of: listed.length, number, name })
    runs.push({ id, number, name, ...(await verifyRun(read.folderOf(id))) })
  }
  return {
    runs,
    networks: all ? await verifyBrought(home.networks) : [],
    datasets: all ? await verifyDatasets(home.datasets) : [],
  }
}

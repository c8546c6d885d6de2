/** Whether the folder of a run is as it was written: every file of its manifest, and weights that no manifest lists yet. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Problem } from '#contract/home-verdict.ts'
import { messageOf } from '#contract/refusal.ts'
import { checkContentOfFile } from '#engine/content-hash.ts'
import { checkManifest, manifestHashes } from '#files/manifest.ts'
import { readRunFolder } from '#history/run-folder.ts'

/** `files`: how many had a hash to be held against. */
export type Verdict = { files: number; problems: Problem[] }

export async function verifyRun(folder: string): Promise<Verdict> {
  const listed = manifestHashes(folder)
  const unlisted = existsSync(join(folder, 'checkpoints'))
    ? readdirSync(join(folder, 'checkpoints'))
        .map((name) => `checkpoints/${name}`)
        .filter((path) => /[\\/][^.].*\.safetensors$/.test(path) && !listed.has(path))
    : []
  const problems: Problem[] = [...(await checkManifest(folder)), ...smallFiles(folder)]
  for (const path of unlisted) {
    try {
      await checkContentOfFile(join(folder, path))
    } catch (error) {
      problems.push({ path, problem: messageOf(error) })
    }
  }
  return { files: listed.size + unlisted.length, problems }
}

function smallFiles(folder: string): Problem[] {
  try {
    return readRunFolder(dirname(folder), basename(folder)).damaged.map((problem) => ({ path: '', problem }))
  } catch (error) {
    return [{ path: '', problem: messageOf(error) }]
  }
}

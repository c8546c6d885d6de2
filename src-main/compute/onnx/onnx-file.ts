/** An ONNX file on disk, with the files beside it that hold its constants: looked at, never run. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { regularFileSize } from '#files/regular-file.ts'
import { Refusal } from '#contract/refusal.ts'
import { inspectOnnx, LARGEST_FILE, type OnnxSummary } from './inspect.ts'

/** Refuses a file that is no whole model, or that keeps constants where they are not. */
export function readOnnxSummary(file: string): OnnxSummary {
  const size = regularFileSize(file)
  if (size > LARGEST_FILE)
    throw new Refusal(
      `${file} has ${size} bytes, and an ONNX file may have ${LARGEST_FILE}. Export it with its constants in a file beside it (external data).`,
      { field: file, code: 'unsupported' },
    )
  const summary = inspectOnnx(readFileSync(file), file)
  for (const name of summary.external) {
    if (statSync(join(dirname(file), name), { throwIfNoEntry: false })?.isFile()) continue
    throw new Refusal(
      `${file} keeps constants in ${name}, which is not beside it. Put both into one folder, or export the model in one file.`,
      {
        field: file,
        code: 'not-found',
      },
    )
  }
  return summary
}

/** What every request must look like, strict and bounded. The one gate between a carrier and a handler. */
import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { cardDraft } from '#contract/complete-card.ts'
import { subsetSpec } from '#contract/dataset.ts'
import { importSpec } from '#contract/import.ts'
import { keptView } from '#contract/kept-view.ts'
import { ledgerOptions } from '#contract/ledger.ts'
import { judgeOptions } from '#contract/judge-options.ts'
import { drawing, PRINT_FORMATS } from '#contract/drawing.ts'
import type { RequestName, Requests } from '#contract/requests.ts'
import { runConfig } from '#contract/run-config.ts'
import { TIERS } from '#contract/study-file.ts'
import { exactScoreSpec } from '#contract/score.ts'
import { corruptionSpec } from '#contract/corruption.ts'
import { samplerSpec } from '#contract/sampler.ts'
import { calibrateOptions } from '#contract/calibration.ts'
import { restorationOptions } from '#contract/restoration.ts'
import { scheduleSpec } from '#contract/schedule.ts'
import { sweepFile } from '#contract/sweep.ts'
import { pageSite } from '#contract/sweep-site.ts'
import { SWEEP_ACTIONS } from '#contract/sweep-view.ts'

const nothing = z.strictObject({})
/** No name of ours holds a NUL, and no file system takes one. */
const id = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !text.includes('\0'), { message: 'must not hold a NUL' })
const name = z.string().trim().min(1).max(120)
const seed = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const byId = z.strictObject({ id })

/** What file systems take for the name of one file, in bytes. */
const LONGEST_NAME = 255

/** A relative path of a file in a folder of ours: no way up, no drive, no empty part. Whoever opens it checks again. */
const innerPath = z
  .string()
  .min(1)
  .max(500)
  .refine((path) => path.split('/').every((part) => /^[^\\:\0]+$/.test(part) && part !== '.' && part !== '..'), {
    message: 'must be a path inside the folder, with forward slashes',
  })
  .refine((path) => path.split('/').every((part) => Buffer.byteLength(part) <= LONGEST_NAME), {
    message: `must have no part of more than ${LONGEST_NAME} bytes`,
  })

const MAX_LISTED_RUNS = 1000
const upload = z.uuid()
/** A larger file comes in pieces. */
const MAX_PIECE = 4 * 2 ** 20
const bytes = z
  .instanceof(Uint8Array)
  .refine(({ byteLength }) => byteLength <= MAX_PIECE, { message: 'must be 4 MiB at most' })

/** A path of this machine, or files that the page sent before. */
const source = { path: z.string().trim().min(1).max(4096).optional(), upload: upload.optional() }
const oneSource = (input: { path?: string; upload?: string }) =>
  (input.path === undefined) !== (input.upload === undefined)
const ONE_SOURCE = { path: ['path'], message: 'must be given, or an upload instead of it' }
const importSource = z.strictObject({ ...source, fields: importSpec.optional() }).refine(oneSource, ONE_SOURCE)

const reference = z.string().min(1).max(200)
const judgeSide = z
  .strictObject({ word: z.string().trim().min(1).max(4096).optional(), upload: upload.optional() })
  .refine((side) => (side.word === undefined) !== (side.upload === undefined), {
    message: 'must be a run, a data set or a path, or an upload',
  })
const byReference = z.strictObject({ reference })
export const REQUEST_SCHEMAS = {
  'app/info': nothing,
  'app/sizes': nothing,
  'app/verify': nothing,
  'compute/info': nothing,
  'compute/add-cuda': z.strictObject({
    path: z.string().max(4096).refine(isAbsolute, 'must be a whole path, from the root of the disk on'),
  }),
  'runs/list': z.strictObject({ trashed: z.boolean().optional() }),
  'runs/get': byId,
  'runs/lineage': byId,
  'runs/results': nothing,
  'runs/settings': z.strictObject({ ids: z.array(z.string().max(200)).max(100_000).optional() }),
  'views/list': nothing,
  'views/keep': keptView,
  'views/remove': keptView.omit({ address: true }),
  'runs/queue': nothing,
  'runs/start': z.strictObject({ config: runConfig, text: z.string().max(1_000_000).optional() }),
  'runs/remarks': z.strictObject({ config: runConfig }),
  'runs/estimate': z.strictObject({ config: runConfig }),
  'runs/cancel': byId,
  'runs/resume': byId,
  'runs/move': z.strictObject({ id, before: id.nullable() }),
  'runs/edit': z.strictObject({
    id,
    name: name.optional(),
    tags: z.array(z.string().min(1).max(60)).max(30).optional(),
    notes: z.string().max(100_000).optional(),
    trashed: z.boolean().optional(),
  }),
  'runs/trash': z.strictObject({ ids: z.array(id).min(1).max(100_000), trashed: z.boolean() }),
  'runs/metrics': z.strictObject({
    id,
    name: z.string().min(1).max(200).optional(),
    points: z.number().int().min(2).max(100_000).optional(),
  }),
  'runs/log': z.strictObject({ id, from: z.number().int().nonnegative().optional() }),
  'runs/file': z.strictObject({ id, path: innerPath }),
  'runs/report': z.strictObject({ ids: z.array(id).min(1).max(MAX_LISTED_RUNS) }),
  'studies/list': nothing,
  'studies/run': z.strictObject({ id: name, tier: z.enum(TIERS) }),
  'studies/stop': nothing,
  'studies/report': z.strictObject({ id: name, tier: z.enum(TIERS) }),
  'sweeps/plan': z.strictObject({ sweep: sweepFile, fresh: z.boolean().optional() }),
  'sweeps/start': z.strictObject({
    sweep: sweepFile,
    text: z.string().max(1_000_000).optional(),
    fresh: z.boolean().optional(),
  }),
  'sweeps/site': nothing,
  'sweeps/dry-run': z.strictObject({ id, site: pageSite }),
  'sweeps/elsewhere': z.strictObject({ id, site: pageSite }),
  'sweeps/list': nothing,
  'sweeps/get': byId,
  'sweeps/act': z.strictObject({ id, action: z.enum(SWEEP_ACTIONS) }),
  'schedules/list': nothing,
  'schedules/get': byId,
  'schedules/save': z.strictObject({ name, spec: scheduleSpec, parent: id.nullable().optional() }),
  'figures/print': z.strictObject({ drawing, format: z.enum(PRINT_FORMATS), title: z.string().max(300) }),
  'schedules/rename': z.strictObject({ id, name }),
  'schedules/remove': byId,
  'schedules/restore': byId,
  'datasets/list': nothing,
  'datasets/thumbnails': byId,
  'datasets/spectrum': byId,
  'datasets/distances': byId,
  'datasets/image': z.strictObject({ id, index: z.number().int().nonnegative() }),
  'datasets/inspect': importSource,
  'datasets/import': importSource,
  'datasets/remove': byId,
  'datasets/restore': byId,
  'judges/judge': z.strictObject({
    samples: judgeSide,
    reference: judgeSide,
    options: judgeOptions.pick({ features: true, resize: true }).optional(),
  }),
  'judges/cancel': nothing,
  'models/list': nothing,
  'models/inspect': z.strictObject({ ...source, card: cardDraft }).refine(oneSource, ONE_SOURCE),
  'models/import': z
    .strictObject({
      ...source,
      card: cardDraft,
      name: z.string().min(1).max(64).optional(),
      data: z.string().min(1).max(200).optional(),
      anyway: z.boolean().optional(),
    })
    .refine(oneSource, ONE_SOURCE),
  'models/cancel': nothing,
  'models/remove': byReference,
  'models/restore': byReference,
  'models/loss': z.strictObject({
    reference,
    data: z.string().min(1).max(200).optional(),
    n: z.number().int().min(1).max(10_000).optional(),
    levels: z.number().int().min(2).max(100).optional(),
  }),
  'models/ledger': ledgerOptions.extend({ reference }),
  'models/calibrate': calibrateOptions,
  'models/restoration': restorationOptions.omit({ picture: true }).extend({ upload: upload.optional() }),
  'models/export': byReference,
  'uploads/write': z.strictObject({
    upload,
    path: innerPath,
    from: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
    bytes,
  }),
  'uploads/drop': z.strictObject({ upload }),
  'datasets/proportions': z.strictObject({ id, subset: subsetSpec }),
  'datasets/subset': z.strictObject({ id, name, subset: subsetSpec }),
  'scores/facts': z.strictObject({ network: z.string().min(1).max(200).optional(), score: exactScoreSpec.optional() }),
  'look/start': z.strictObject({
    lookId: id,
    network: z.string().min(1).max(200).optional(),
    score: exactScoreSpec.optional(),
    schedule: scheduleSpec,
    corruption: corruptionSpec.optional(),
    sampler: samplerSpec,
    n: z.number().int().min(1).max(1024),
    seed,
  }),
  'look/cancel': z.strictObject({ lookId: id }),
} satisfies { [N in RequestName]: z.ZodType<Requests[N]['in']> }

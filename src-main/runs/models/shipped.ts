/** The models that ship with the program: their cards, as `anneal ship` wrote them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { countParameters, readSafetensorsHeader } from '#files/safetensors-header.ts'
import type { Model } from '#contract/models.ts'
import { parse } from '#contract/parse.ts'
import { ownModel, type OwnNotes } from './own-model.ts'

export const shippedNames = (resources: string): string[] =>
  existsSync(resources)
    ? readdirSync(resources).filter((name) => existsSync(join(resources, name, 'weights.safetensors')))
    : []

const shippedCard = z.looseObject({
  recipe: z
    .looseObject({ dataset: z.looseObject({ name: z.string() }).optional(), objective: z.unknown().optional() })
    .optional(),
  weights_sha256: z.string().optional(),
  licence: z.string().optional(),
})

/** As `anneal ship` wrote it; empty where there is none. */
export function shippedCardOf(folder: string): z.output<typeof shippedCard> {
  const file = join(folder, 'card.json')
  return existsSync(file) ? parse(shippedCard, JSON.parse(readFileSync(file, 'utf8')), file) : {}
}

export const shippedModels = (resources: string): Model[] =>
  shippedNames(resources).map((name) => shippedModel(resources, name))

function shippedModel(resources: string, name: string): Model {
  const folder = join(resources, name)
  const header = readSafetensorsHeader(join(folder, 'weights.safetensors'))
  const card = shippedCardOf(folder)
  return {
    ...ownModel(header.metadata as OwnNotes, card.recipe?.objective),
    reference: name,
    name,
    origin: 'shipped',
    parameters: countParameters(header, 'ema/'),
    bytes: header.bytes,
    hash: card.weights_sha256 ?? null,
    lineage: { runId: null, run: null, dataset: card.recipe?.dataset?.name ?? null },
    licence: card.licence ?? 'MIT',
    source: null,
    createdAt: null,
  }
}

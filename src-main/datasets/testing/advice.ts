/** The words that a refusal advises, as code spells them, so that a test can follow them. */
import { toCamel } from '#contract/casing.ts'
import { advisedFields } from '#contract/import-advice.ts'
import type { ImportFields } from '#contract/import.ts'

export const advised = (message: string): ImportFields[] =>
  advisedFields(message).map((fields) => toCamel(fields) as ImportFields)

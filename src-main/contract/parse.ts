/** The edge: unknown input in, a typed value or one clear sentence out. */
import { z } from 'zod'
import { foldWords, meaningOf } from './field-words.ts'
import { nearestName } from './nearest-name.ts'
import { Refusal } from './refusal.ts'
import { runConfig, type RunConfig } from './run-config.ts'
import { scheduleSpec, type ScheduleConfig } from './schedule.ts'

type Issue = z.core.$ZodIssue

/** Parses `input` by `schema`; the first thing wrong becomes a Refusal that names its field (`training.steps`). */
export function parse<S extends z.ZodType>(schema: S, input: unknown, what: string): z.output<S> {
  const { value } = foldWords(input)
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  // A misspelt field is also a missing one: the spelling is what helps.
  const { issues } = result.error
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  const field = fieldName(issue)
  throw new Refusal(`${what}: ${sentence(issue, field, schema, value)}`, { field })
}

export const parseRunConfig = (input: unknown): RunConfig => parse(runConfig, input, 'Run configuration')
export const parseSchedule = (input: unknown): ScheduleConfig => parse(scheduleSpec, input, 'Schedule')

function fieldName(issue: Issue): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]] : issue.path
  return path.map(String).join('.') || 'input'
}

function sentence(issue: Issue, field: string, schema: z.ZodType, input: unknown): string {
  if (issue.code === 'unrecognized_keys') return unknownKey(issue.keys[0], field, keysAt(schema, issue.path, input))
  if (issue.code === 'invalid_union' && issue.discriminator) {
    const given = (issue.input as Record<string, unknown> | null | undefined)?.[issue.discriminator]
    return `${field} must be one of ${optionsAt(schema, issue.path).join(', ')}, got ${show(given)}.`
  }
  const got = 'input' in issue && issue.input !== undefined ? `, got ${show(issue.input)}` : ''
  if (issue.code === 'invalid_type' && ['string', 'number'].includes(typeof issue.input)) {
    const remedy = remedyOf(issue.expected, String(issue.input), field, schema, issue.path)
    if (remedy) return remedy
  }
  const names = issue.code === 'invalid_type' ? optionsAt(schema, [...issue.path, 'name']) : []
  if (names.length > 0 && issue.input === undefined)
    return `${field} is missing: give it, as ${field}.name=${names[0]}; there are ${names.join(', ')}.`
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return `${field} is missing: give ${issue.expected === 'array' ? 'a list' : issue.expected === 'object' ? 'its fields' : `a ${issue.expected}`}.`
  return `${field}: ${lowerFirst(issue.message.replace(/, received .*$/, ''))}${got}.`
}

/** Of a word that stands where fields or a list belong. */
function remedyOf(expected: string, given: string, field: string, schema: z.ZodType, path: readonly PropertyKey[]) {
  if (expected === 'array') return `${field} must be a list, got ${show(given)}: write ${field}=[${show(given)}].`
  const names = expected === 'object' ? optionsAt(schema, [...path, 'name']) : []
  if (names.includes(given)) return `${field} has fields, got ${given}: write ${field}.name=${given}.`
  return names.length > 0 ? `${field}.name must be one of ${names.join(', ')}, got ${show(given)}.` : null
}

function unknownKey(key: string, field: string, known: string[]): string {
  const word = meaningOf(key, known)
  const times = word?.times ? ` (times ${word.times})` : ''
  return `there is no field ${field}. ${word ? `It is ${word.is} here${times}.` : nearestName(key, known)}`.trimEnd()
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

function show(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? asJson(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

/** What no JSON can hold, as a cycle, is still to be named in a refusal. */
function asJson(value: object): string {
  try {
    return JSON.stringify(value)
  } catch {
    return `an ${Object.prototype.toString.call(value).slice(8, -1).toLowerCase()} that is no JSON`
  }
}

/** The object schema that judged `input` at `path`, through defaults, optionals and unions by their discriminator. */
function schemaAt(schema: z.ZodType, path: readonly PropertyKey[], input: unknown): z.ZodType | undefined {
  const plain = unwrap(schema)
  if (plain instanceof z.ZodDiscriminatedUnion) {
    const key = (plain as z.ZodDiscriminatedUnion).def.discriminator
    const given = (input as Record<string, unknown> | undefined)?.[key]
    const option = plain.options.find((o) => literalOf(o as z.ZodObject, key).includes(given))
    return option && schemaAt(option as z.ZodType, path, input)
  }
  if (path.length === 0) return plain
  if (plain instanceof z.ZodObject) {
    const next = plain.shape[String(path[0])] as z.ZodType | undefined
    return next && schemaAt(next, path.slice(1), (input as Record<PropertyKey, unknown>)?.[path[0]])
  }
  if (plain instanceof z.ZodArray) return schemaAt(plain.element as z.ZodType, path.slice(1), undefined)
  return undefined
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrap(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodPipe && schema.in instanceof z.ZodTransform) return unwrap(schema.out as z.ZodType)
  return schema
}

const literalOf = (option: z.ZodObject, key: string): unknown[] => [
  ...((option.shape[key] as z.ZodLiteral).values ?? []),
]

function keysAt(schema: z.ZodType, path: readonly PropertyKey[], input: unknown): string[] {
  const found = schemaAt(schema, path, input)
  return found instanceof z.ZodObject ? Object.keys(found.shape) : []
}

function optionsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const plain = unwrap(schema)
  if (path.length <= 1 && plain instanceof z.ZodDiscriminatedUnion) {
    const key = (plain as z.ZodDiscriminatedUnion).def.discriminator
    return plain.options.flatMap((option) => literalOf(option as z.ZodObject, key).map(String))
  }
  if (plain instanceof z.ZodDiscriminatedUnion) {
    return [...new Set(plain.options.flatMap((option) => optionsAt(option as z.ZodType, path)))]
  }
  if (plain instanceof z.ZodObject) {
    const next = plain.shape[String(path[0])] as z.ZodType | undefined
    return next ? optionsAt(next, path.slice(1)) : []
  }
  if (plain instanceof z.ZodArray) return optionsAt(plain.element as z.ZodType, path.slice(1))
  return []
}

/** Results of many runs, with those that may not be compared under names of their own, so that no column or axis takes both. */
import { readClassResult } from './by-class.ts'
import { CONDITIONED, conditionLabels, whyOther } from './conditions.ts'
import { firstUnlike, type Passport, passportOf } from './passport.ts'

type Named = { name: string; protocol: Readonly<Record<string, unknown>> }
export type KeptApart<R> = {
  /** As they came, some names longer: `fid (n 1000)`. */
  lists: R[][]
  /** Which results there were several of, and why they may not be put together. */
  apart: { names: string[]; reason: string }[]
}

/** Results that an evaluation gives with a passport. */
export const JUDGED_NAMES = [
  'frechet_distance',
  'fid',
  'fid_inf',
  'kid',
  'precision',
  'recall',
  'density',
  'coverage',
] as const

/** The plain name of a result that was kept apart. */
export const plainName = (name: string): string => name.replace(/ \([^)]*\)$/, '')

export function keepApart<R extends Named>(lists: readonly (readonly R[])[]): KeptApart<R> {
  const names = new Set(lists.flatMap((list) => list.map(({ name }) => name)))
  const kinds: readonly string[] = [...JUDGED_NAMES, ...CONDITIONED]
  const judged = kinds.flatMap((kind) => [...names].filter((name) => kindOf(name) === kind))
  const renamed = new Map<R, string>()
  const apart: KeptApart<R>['apart'] = []
  for (const name of judged) {
    const found = lists.flatMap((list) => list.filter((result) => result.name === name))
    const split = CONDITIONED.includes(name) ? byConditions(name, found) : byPassports(found)
    if (split === null) continue
    for (const [k, members] of split.groups.entries())
      for (const result of members) renamed.set(result, `${name} (${split.labels[k]})`)
    const { reason } = split
    const same = apart.find((one) => one.reason === reason)
    const title = name === kindOf(name) ? name : `${kindOf(name)} by class`
    if (!same) apart.push({ names: [title], reason })
    else if (!same.names.includes(title)) same.names.push(title)
  }
  return {
    lists: lists.map((list) => list.map((result) => ({ ...result, name: renamed.get(result) ?? result.name }))),
    apart,
  }
}

/** `fid` of `fid/cat`. */
const kindOf = (name: string): string => readClassResult(name)?.of ?? name

/** Groups of results that may be put together, what tells each group from the others, and why they stand apart. */
type Split<R> = { groups: R[][]; labels: string[]; reason: string }

function byPassports<R extends Named>(results: readonly R[]): Split<R> | null {
  const classes = classesOf(results)
  const passports = classes.map(({ passport }) => passport)
  const unlike = firstUnlike(passports)
  if (classes.length < 2 || unlike === null) return null
  return { groups: classes.map(({ members }) => members), labels: labelsOf(passports), reason: unlike.reason }
}

/** Numbers that are no distances, by what their protocols say moves them. */
function byConditions<R extends Named>(name: string, results: readonly R[]): Split<R> | null {
  const groups: R[][] = []
  for (const result of results) {
    const like = groups.find(([first]) => whyOther(name, first.protocol, result.protocol) === null)
    if (like) like.push(result)
    else groups.push([result])
  }
  if (groups.length < 2) return null
  const protocols = groups.map(([first]) => first.protocol)
  const labels = distinct(conditionLabels(name, protocols))
  return { groups, labels, reason: whyOther(name, protocols[0], protocols[1])! }
}

/** Results that may be put together, in the order in which the first of each came. */
function classesOf<R extends Named>(results: readonly R[]): { passport: Passport | null; members: R[] }[] {
  const classes: { passport: Passport | null; members: R[] }[] = []
  for (const result of results) {
    const passport = passportOf(result.protocol)
    const like = classes.find((one) => firstUnlike([one.passport, passport]) === null)
    if (like) like.members.push(result)
    else classes.push({ passport, members: [result] })
  }
  return classes
}

const LABELS: readonly ((passport: Passport) => string)[] = [
  ({ features }) => features,
  ({ network }) => `network ${network?.slice(0, 8) ?? 'unknown'}`,
  ({ resize }) => resize?.split(':')[0] ?? 'resize unknown',
  ({ quantisation }) => quantisation ?? 'quantisation unknown',
  ({ reference }) => `reference ${reference?.slice(0, 8) ?? 'unknown'}`,
  ({ covariance_divisor: divisor }) => `divisor ${divisor}`,
  ({ n }) => `n ${n[0] ?? 'unknown'}`,
]

/** What tells each from the others, in as few words as do. */
function labelsOf(passports: readonly (Passport | null)[]): string[] {
  const known = passports.filter((passport) => passport !== null)
  const telling = LABELS.filter((label) => new Set(known.map(label)).size > 1)
  const labels = passports.map((passport) =>
    passport ? telling.map((label) => label(passport)).join(', ') || 'stated' : 'no passport',
  )
  return distinct(labels)
}

const distinct = (labels: readonly string[]) =>
  labels.map((label, i) => (labels.indexOf(label) < i ? `${label}, ${i + 1}` : label))

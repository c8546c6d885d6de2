/** Results of many runs, with distances that may not be compared under names of their own, so that no column or axis takes both. */
import { readClassResult } from './by-class.ts'
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
  const judged = JUDGED_NAMES.flatMap((kind) => [...names].filter((name) => kindOf(name) === kind))
  const renamed = new Map<R, string>()
  const apart: KeptApart<R>['apart'] = []
  for (const name of judged) {
    const found = lists.flatMap((list) => list.filter((result) => result.name === name))
    const classes = classesOf(found)
    if (classes.length < 2) continue
    const labels = labelsOf(classes.map(({ passport }) => passport))
    for (const [k, { members }] of classes.entries())
      for (const result of members) renamed.set(result, `${name} (${labels[k]})`)
    const { reason } = firstUnlike(classes.map(({ passport }) => passport))!
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
  return labels.map((label, i) => (labels.indexOf(label) < i ? `${label}, ${i + 1}` : label))
}

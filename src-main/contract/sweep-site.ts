/** The options of a site, in one small YAML that travels with the sweep: how its Slurm is asked, and what a task begins with. */
import { z } from 'zod'

const word = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // It stands on a line of its own in a script that a shell reads.
  .regex(/^[^\s'"`$\\;&|<>()]+$/, 'must be one word, without quotes or signs that a shell reads')

const TIME = /^(\d+-)?\d{1,4}(:\d{2}){0,2}$/

const options = {
  shared: z
    .string()
    .trim()
    .min(1)
    .describe('Folder on a disk that all nodes share; the sweep gets one of its own below'),
  partition: word.describe('As `sinfo` lists them'),
  account: word,
  qos: word,
  constraint: word,
  gres: word.describe('Of each task, such as gpu:1'),
  time: z.string().regex(TIME, 'must be a time as Slurm writes it, such as 2:00:00 or 30'),
  memory: word.describe('Of each task, such as 4G'),
  cpus: z.number().int().min(1).max(1024).describe('Of each task; its engine takes as many threads'),
  nice: z.number().int().min(0).max(2_147_483_645),
  /** Loaded before a task begins. */
  modules: z.array(word).max(40),
  /** Lines of shell before a task begins, after the modules. */
  before: z.array(z.string().max(1000)).max(40),
  /** What runs `anneal` on a node; by default the program that submits, by its whole path. */
  command: z.string().trim().min(1).max(1000),
  /** Minutes of work in a task: Slurm takes about two seconds for each. */
  minutes: z.number().positive().max(10_000),
  /** Tasks of one array at once; and in all, as a site's MaxArraySize may be small. */
  at_once: z.number().int().positive(),
  most_tasks: z.number().int().min(1).max(100_000),
  /** Seconds between two signs of life, and without one until a task's runs are another's. */
  heartbeat: z.number().min(0.2).max(600),
  stale: z.number().min(1).max(7200),
}

const { before: _before, command: _command, ...words } = options

/** What a page may ask: no lines that a shell reads; those come from the site file of the data folder. */
export const pageSite = z.strictObject(words).partial()
export type PageSite = z.output<typeof pageSite>

const { cpus, modules, before, minutes, most_tasks, heartbeat, stale, ...optional } = options

export const siteFile = z.strictObject({
  ...z.strictObject(optional).partial().shape,
  cpus: cpus.default(1),
  modules: modules.default([]),
  before: before.default([]),
  minutes: minutes.default(10),
  most_tasks: most_tasks.default(1000),
  heartbeat: heartbeat.default(5),
  stale: stale.default(60),
})
export type Site = z.output<typeof siteFile>
export type SiteInput = z.input<typeof siteFile>

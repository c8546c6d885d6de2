/** `site.yaml`: in the data folder it says what goes without saying here; a copy of what was asked travels with each sweep. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseYaml, stringify } from 'yaml'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Site, siteFile, type SiteInput } from '#contract/sweep-site.ts'

export const SITE_FILE = 'site.yaml'

/** What the data folder's file says; nothing where there is none. */
export function usualSite(home: string): SiteInput {
  const path = join(home, SITE_FILE)
  if (!existsSync(path)) return {}
  try {
    const input = (parseYaml(readFileSync(path, 'utf8')) ?? {}) as SiteInput
    parse(siteFile, input, path)
    return input
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    const said = (cause as Error).message.split('\n')[0]
    throw new Refusal(`${path} is not valid YAML: ${said}`, { field: path, cause })
  }
}

/** What is asked goes before what is usual. */
export const siteOf = (home: string, asked: SiteInput): Site =>
  parse(siteFile, { ...usualSite(home), ...asked }, 'Site')

export const siteText = (site: Site): string => stringify(site)

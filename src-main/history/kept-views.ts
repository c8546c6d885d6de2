/** Named views of lists, in one small file of the data folder. A file that cannot be read costs its views and nothing else. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptView, type KeptView } from '#contract/kept-view.ts'
import { writeJson } from '#files/write-whole.ts'

/** The same list and name: one takes the other's place. */
const isSame = (a: Pick<KeptView, 'of' | 'name'>, b: Pick<KeptView, 'of' | 'name'>) =>
  a.of === b.of && a.name === b.name

export function openKeptViews(root: string) {
  const path = join(root, 'views.json')
  const list = (): KeptView[] => {
    if (!existsSync(path)) return []
    try {
      return keptView.array().parse(JSON.parse(readFileSync(path, 'utf8')))
    } catch {
      return []
    }
  }
  const without = (view: Pick<KeptView, 'of' | 'name'>) => list().filter((one) => !isSame(one, view))
  const put = (views: KeptView[]) => {
    writeJson(path, views)
    return views
  }
  return {
    list,
    keep: (view: KeptView) => put([...without(view), view]),
    remove: (view: Pick<KeptView, 'of' | 'name'>) => put(without(view)),
  }
}

/** All that can be gone to by its name: runs, schedules of sheet and shelf, data sets, studies. */
import type { AppState } from './app-state.svelte.ts'
import type { Place } from './ui/places.ts'

/** Asked for as the palette opens: pages that nobody has been on have not. */
export function wantPlaces({ runs, datasets, studies }: AppState): void {
  void runs.want()
  if (!datasets.loaded) void datasets.load()
  if (!studies.loaded) void studies.load()
}

export function placesOf(app: AppState): Place[] {
  const { runs, sheet, library, datasets, studies } = app
  const open = new Set(sheet.drafts.map(({ savedId }) => savedId))
  return [
    ...runs.kept.map(({ number, name, kind, state }) => ({
      id: `run-${number}`,
      group: 'Run',
      label: `${number} ${name} (${kind}, ${state})`,
      run: () => app.go(`runs/${number}`),
    })),
    ...sheet.drafts.map(({ id, name }) => ({
      id: `draft-${id}`,
      group: 'Schedule',
      label: name,
      run() {
        sheet.select(id)
        app.go('schedules')
      },
    })),
    ...library.saved
      .filter(({ id }) => !open.has(id))
      .map(({ id, name }) => ({
        id: `saved-${id}`,
        group: 'Schedule',
        label: `${name} (saved)`,
        run: () => void openSaved(app, id),
      })),
    ...datasets.cards.map(({ id, name, count }) => ({
      id: `dataset-${id}`,
      group: 'Data set',
      label: `${name} (${count.toLocaleString('en')})`,
      run: () => app.go(`datasets/${id}`),
    })),
    ...studies.studies.map(({ id, title }) => ({
      id: `study-${id}`,
      group: 'Study',
      label: `${id}: ${title}`,
      run: () => app.go(`studies/${id}`),
    })),
  ]
}

async function openSaved(app: AppState, id: string): Promise<void> {
  const { library, sheet, notices } = app
  const saved = await library.get(id)
  if (saved) sheet.open(saved)
  else if (library.failure) notices.show(library.failure.message)
  app.go('schedules')
}

/** Answers what a page asks of figures: to have them made files. */
import type { Handlers } from '#contract/requests.ts'
import { printed } from '#print/print.ts'

export const figureHandlers = (): Pick<Handlers, 'figures/print'> => ({
  'figures/print': ({ drawing, format, title }) => printed(drawing, format, title),
})

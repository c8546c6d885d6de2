/** Whether a page fits its window: asked of every page, at any size and zoom. */

export const ROUTES = [
  'schedules',
  'theory',
  'runs',
  'runs/new',
  'compare',
  'datasets',
  'models',
  'settings',
  'welcome',
  'sweeps',
  'studies',
]

/** What stands beyond the right edge of the window, and in nothing that scrolls. */
export const BEYOND = `[...document.querySelectorAll('main *')].filter((one) => {
  if (one.getBoundingClientRect().right <= innerWidth + 1 || one.checkVisibility?.() === false) return false
  for (let box = one.parentElement; box; box = box.parentElement)
    if (/auto|scroll|hidden|clip/.test(getComputedStyle(box).overflowX) && box.getBoundingClientRect().right <= innerWidth + 1) return false
  return true
}).map((one) => one.outerHTML.slice(0, 80))`

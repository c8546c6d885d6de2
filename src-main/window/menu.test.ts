import { expect, it } from 'vitest'
import { menuTemplate } from './menu.ts'

const roles = (packaged: boolean, platform: NodeJS.Platform) =>
  JSON.stringify(menuTemplate({ packaged, platform })).match(/(?<="role":")\w+/g)!

it.each(['linux', 'win32', 'darwin'] as const)(
  'an installed window on %s has no developer tools and no reload',
  (platform) => {
    expect(roles(true, platform)).not.toEqual(expect.arrayContaining(['toggleDevTools']))
    expect(roles(true, platform)).not.toEqual(expect.arrayContaining(['reload']))
    expect(roles(true, platform)).toEqual(expect.arrayContaining(['copy', 'paste', 'zoomIn', 'close']))
    expect(roles(false, platform)).toContain('toggleDevTools')
  },
)

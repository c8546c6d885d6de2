/** The menu: what a page's text needs, sizes, and the window. Developer tools only where the program is not installed. */
import type { MenuItemConstructorOptions } from 'electron'

export function menuTemplate({
  packaged,
  platform = process.platform,
}: {
  packaged: boolean
  platform?: NodeJS.Platform
}): MenuItemConstructorOptions[] {
  const tools: MenuItemConstructorOptions[] = packaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }]
  return [
    ...(platform === 'darwin'
      ? [{ role: 'appMenu' } as const]
      : [{ label: '&File', submenu: [{ role: 'quit' } as const] }]),
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...tools,
      ],
    },
    { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'close' }] },
  ]
}

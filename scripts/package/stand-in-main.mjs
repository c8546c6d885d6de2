// Loaded before the packed main.js by a plain Node: stands in for the module `electron`, as far as the desktop door uses it, and lets a
// test on the other end of the channel act as the page, as a foreign frame, and as the user who closes the window.
import { EventEmitter } from 'node:events'
import { registerHooks } from 'node:module'

const { ANNEAL_STAND_IN_RESOURCES: resources, ANNEAL_STAND_IN_APP: appPath } = process.env
Object.assign(process, { resourcesPath: resources })

/** @type {Map<string, (event: unknown, ...args: unknown[]) => unknown>} */
const handled = new Map()
/** @type {Map<string, (request: { url: string }) => Response>} */
const protocols = new Map()
/** @type {{ options?: any, url?: string, open?: (details: unknown) => { action: string }, permission?: boolean }} */
const seen = {}

class App extends EventEmitter {
  isPackaged = true
  getAppPath = () => appPath
  getVersion = () => '0'
  whenReady = async () => {}
  requestSingleInstanceLock = () => true
  exit = (/** @type {number} */ code) => process.exit(code)
  quit() {
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) process.exit(0)
  }
}
class BrowserWindow extends EventEmitter {
  webContents = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    isCrashed: () => false,
    send: (/** @type {string} */ channel, /** @type {unknown[]} */ ...args) =>
      process.send?.({ event: { channel, args } }),
    setWindowOpenHandler: (/** @type {typeof seen.open} */ handler) => (seen.open = handler),
  })
  constructor(/** @type {unknown} */ options) {
    super()
    seen.options = options
    app.emit('web-contents-created', {}, this.webContents)
  }
  show() {}
  focus() {}
  hide() {}
  isMinimized = () => false
  loadURL = async (/** @type {string} */ url) => void (seen.url = url)
}
const app = new App()
const electron = {
  app,
  BrowserWindow,
  dialog: {
    showErrorBox: (/** @type {string} */ title, /** @type {string} */ text) =>
      process.send?.({ failed: `${title}: ${text}` }),
  },
  ipcMain: {
    handle: (/** @type {string} */ channel, /** @type {any} */ handler) => handled.set(channel, handler),
    removeHandler: (/** @type {string} */ channel) => handled.delete(channel),
  },
  Menu: { buildFromTemplate: (/** @type {unknown} */ template) => template, setApplicationMenu() {} },
  protocol: {
    registerSchemesAsPrivileged() {},
    handle: (/** @type {string} */ scheme, /** @type {any} */ handler) => protocols.set(scheme, handler),
  },
  session: {
    defaultSession: {
      setPermissionRequestHandler: (/** @type {any} */ ask) =>
        ask(null, 'media', (/** @type {boolean} */ yes) => (seen.permission = yes), { requestingUrl: seen.url }),
      setPermissionCheckHandler() {},
      setDevicePermissionHandler() {},
      webRequest: { onBeforeRequest() {} },
    },
  },
}
Object.assign(globalThis, { standInElectron: electron })

const source = Object.keys(electron)
  .map((name) => `export const ${name} = globalThis.standInElectron.${name}`)
  .join('\n')
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: 'anneal:electron', shortCircuit: true } : next(specifier, context),
  load: (url, context, next) =>
    url === 'anneal:electron' ? { format: 'module', source, shortCircuit: true } : next(url, context),
})

/** @type {Record<string, (input: any) => unknown>} */
const ACTIONS = {
  ask: ({ frame, name, input }) => handled.get('anneal:request')?.({ senderFrame: frame }, name, input),
  fetch: async ({ url }) => {
    const answer = protocols.get('app')?.({ url })
    return {
      status: answer?.status,
      policy: answer?.headers.get('content-security-policy'),
      text: await answer?.text(),
    }
  },
  window: () => ({
    ...seen.options.webPreferences,
    url: seen.url,
    permission: seen.permission,
    opens: seen.open?.({}).action,
  }),
  close: () => app.emit('window-all-closed'),
}
process.on('message', async (/** @type {{ id: number, action: string, input: unknown }} */ { id, action, input }) => {
  process.send?.({ id, answer: await ACTIONS[action](input) })
})

/** Bundles the desktop door and the page. Tests, command line and browser door run from source, unbundled. */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  main: {
    build: { outDir: 'out/main', rolldownOptions: { input: { main: here('src-main/main.ts') } } },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload must be CommonJS.
      rolldownOptions: {
        input: { preload: here('src-main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('src-renderer'),
    plugins: [svelte()],
    build: {
      outDir: here('out/renderer'),
      minify: true,
      target: 'es2023',
      modulePreload: { polyfill: false },
      // Our policy forbids data: addresses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: here('src-renderer/index.html') },
    },
  },
})

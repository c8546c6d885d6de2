/** Bundles the desktop door, the processes it starts, and the page. Tests, command line and browser door run from source, unbundled. */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  main: {
    // Its build for Node declares a `require` of its own at the top, where electron-vite may put one too; only threads, unused here, need it.
    resolve: { alias: { fflate: 'fflate/browser' } },
    build: {
      outDir: 'out/main',
      // What is plain JavaScript is bundled; left out are packages with files of their own, and those that these require.
      externalizeDeps: {
        exclude: [
          'commander',
          'd3-scale',
          'd3-shape',
          'fastest-levenshtein',
          'fflate',
          'fontkit',
          'pdfkit',
          'protobufjs',
          'yaml',
          'zod',
        ],
      },
      rolldownOptions: {
        input: {
          main: here('src-main/main.ts'),
          'engine-process': here('src-main/engine/engine-process.ts'),
          'record-process': here('src-main/engine/graphs/record-process.ts'),
          'judge-process': here('src-main/engine/judging/judge-process.ts'),
          'measure-process': here('src-main/engine/measures/measure-process.ts'),
          'look-process': here('src-main/engine/look/look-process.ts'),
          'network-process': here('src-main/engine/networks/network-process.ts'),
          'worker-process': here('src-main/sweeps/shared/worker-process.ts'),
          'dataset-process': here('src-main/datasets/service/dataset-process.ts'),
        },
        // One folder, so that a process's file lies beside the module that starts it, as in source.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
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

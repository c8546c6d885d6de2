import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

/** Unit tests stand beside their file. Forked processes, because a native binding may not be loaded into two threads of one. */
export default defineConfig({
  // Compiles the page's state classes, *.svelte.ts.
  plugins: [svelte({ configFile: 'src-renderer/svelte.config.js' })],
  test: {
    exclude: ['scripts/package/**'],
    include: ['src-main/**/*.test.ts', 'src-renderer/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: './scripts/temporary-folder.mjs',
    pool: 'forks',
    testTimeout: 30_000,
  },
})

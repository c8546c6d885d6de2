import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The test of packages packs what `npm run build` left, so that it is no unit test: `npm run test:package`. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    globalSetup: './scripts/temporary-folder.mjs',
    include: ['scripts/package/*.test.ts'],
    pool: 'forks',
    testTimeout: 60_000,
  },
})

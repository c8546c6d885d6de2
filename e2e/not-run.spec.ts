/** Stands in the report where the desktop window cannot be opened, and says why: nobody should take silence for success. */
import { test } from '@playwright/test'
import { findElectron } from '../scripts/setup/electron.mjs'
import { ROOT } from './launch.ts'

test.skip(`the specs in Electron's window were NOT RUN: ${findElectron(ROOT).reason}`, () => {})

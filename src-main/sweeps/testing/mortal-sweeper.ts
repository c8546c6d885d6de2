/**
 * A process that works on every sweep of the folder it is given until it is killed, as the app does. The first to come starts the
 * sweep of the file that it is given. It ends once nothing is left to do.
 */
import { readFileSync } from 'node:fs'
import { openTestService } from '#runs/testing/open-test-service.ts'
import { openSweepService } from '../sweep-service.ts'

const [folder, file] = process.argv.slice(2)
const runs = openTestService(folder!, { runs: 'all' })
const sweeps = openSweepService({ runs, work: 'all', findFinished: async () => null })
if (sweeps.list().length === 0) sweeps.start(JSON.parse(readFileSync(file!, 'utf8')))
process.send?.({ ready: true })
runs.subscribe('runs/tick', () => process.send?.({ tick: true }))
await sweeps.follow('1')
await sweeps.close()
await runs.close()
process.disconnect()

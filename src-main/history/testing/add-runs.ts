/** A process that adds as many runs as it is asked to, to the data folder it is given, and ends. */
import { openHistory } from '../history.ts'
import { openHome } from '../home.ts'
import { newRun } from './example-history.ts'

const [folder, count] = process.argv.slice(2)
const history = openHistory(openHome({ ANNEAL_HOME: folder }))
for (let i = 0; i < Number(count); i++) history.create(newRun('train'))
history.close()
process.disconnect()

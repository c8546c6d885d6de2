/** Every advice of networks, restorations, executions, backups and of commands that want a name: refused for real, and followed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Compute } from '#compute/backend.ts'
import { calibrateOptions } from '#contract/calibration.ts'
import { completeCard, demandCard } from '#contract/complete-card.ts'
import type { ModelFile } from '#contract/engine.ts'
import { ledgerOptions } from '#contract/ledger.ts'
import { parse } from '#contract/parse.ts'
import { type RestorationOptions, restorationOptions } from '#contract/restoration.ts'
import { tryGraph, type ExecutionConfig } from '#engine/graphs/choose-execution.ts'
import { openRecordingPort } from '#engine/testing/recording-port.ts'
import { backUp } from '#history/backup/backup.ts'
import { readBackupRecord } from '#history/backup/backup-record.ts'
import { saveBrought } from '#history/network-store.ts'
import { resourcesFolder } from '#program/folders.ts'
import { ledgerTask } from '#runs/models/ledger-request.ts'
import { needModel } from '#runs/models/list-models.ts'
import { restorationTask } from '#runs/models/restoration-request.ts'
import type { RunService } from '#runs/run-service.ts'
import { readWords } from '../words.ts'
import { anneal, type Followed } from './followed.ts'

export function adviceOfModels(service: () => RunService, folder: string): Followed[] {
  const from = () => ({ history: service().history, resources: resourcesFolder() })
  const restored = (...words: string[]) =>
    restorationTask(
      parse(restorationOptions, readWords(words), 'Options') as RestorationOptions,
      undefined,
      () => ({}) as ModelFile,
      from(),
    )
  const exact = 'score={name: empirical, dataset: {name: mnist}}'
  const curves = 'schedule={family: two-stage, levels: 12}'
  const ledger = (...words: string[]) =>
    ledgerTask(needModel('mnist-unet', from()), {} as never, parse(ledgerOptions, readWords(words), 'Options'), from())
  const brought = { kind: 'onnx', file: 'net.onnx', bytes: 1, parameters: 1, card: null, probe: null } as const
  const bring = (name: string, content = 'a') =>
    saveBrought(join(folder, 'networks'), name, async (partial) => {
      writeFileSync(join(partial, 'net.onnx'), content)
      return { ...brought, source: 'net.onnx', importedAt: 0, anneal: '0' }
    })
  const eager = (asked: Partial<ExecutionConfig>) =>
    tryGraph(
      { name: 'wasm' } as Compute,
      {} as never,
      { mode: 'graph', precision: 'float32', ...asked } as ExecutionConfig,
      openRecordingPort().port,
      () => 0,
    )
  const cli = (...words: string[]) => anneal(folder, ...words)

  return [
    ['a network to calibrate that is not named as one', () => cli('calibrate', 'mnist-unet'), /with (network=\S+)\./, (word) => parse(calibrateOptions, readWords([word]), 'Options')],
    ['a network to restore with that is not named as one', () => cli('restoration', 'mnist-unet'), /with (network=\S+)\./, (word) => parse(restorationOptions, readWords([word]), 'Options')],
    ['an export of nothing', () => cli('export'), /anneal export \d+ --out (\S+\.npz)/, (out) => cli('export', 'mnist:test', '--out', join(folder, out))],
    ['a study without its name', () => cli('study', 'plan'), /`anneal (study list)`/, (words) => cli(...words.split(' '))],
    ['a sweep without its file', () => cli('sweep'), /`anneal (sweep list)`/, (words) => cli(...words.split(' '))],
    ['a sweep without its number', () => cli('sweep', 'cancel'), /`anneal (sweep list)`/, (words) => cli(...words.split(' '))],
    ['a path without a spectrum', () => cli('theory', 'blur-path'), /either (spectrum)=/, (field) => cli('theory', 'blur-path', `${field}=1,0.5,0.1`, 'size=8')],
    ['a card that says nothing', () => demandCard({}, {}, 'net.onnx'), /such as (\w+)=\.\.\./, (field) => {
      const { missing } = completeCard({ [field]: 'eps' }, {}, 'net.onnx')
      if (missing.some((one) => one.field === field)) throw new Error(`${field} is still asked for`)
    }],
    ['a ledger of a network of unknown data', () => ledger(), /Name a data set: (data=\w+)\./, (word) => ledger(word)],
    ['an exact score to restore with, without a corruption', () => restored(exact, curves), /as (corruption\.name=\S+)\./, (word) => restored(exact, curves, word)],
    ['the same without two curves', () => restored(exact, 'corruption.name=gaussian-blur'), /as '(schedule=[^']*)'/, (word) => restored(exact, 'corruption.name=gaussian-blur', word)],
    ['curves of a corruption that is none', () => restored(exact, curves, 'corruption.name=identity'), /as (corruption\.name=[\w-]+),/, (word) => restored(exact, curves, word)],
    ['a name that no network may have', () => bring('A network'), /Give name=/, () => bring('a-network')],
    ['the name of another network', () => bring('a-network', 'b'), /a name of its own \((name)=/, () => bring('another', 'b')],
    ['recorded graphs without TensorFlow', () => eager({}), /Set execution\.mode to (\w+)\./, (mode) => eager({ mode: mode as never })],
    ['bfloat16 without TensorFlow', () => eager({ precision: 'bfloat16' }), /or execution\.precision to (\w+)\./, (precision) => eager({ mode: 'auto', precision: precision as never })],
    ['a folder that is no backup', () => readBackupRecord(folder), /that anneal (backup) made/, async () => {
      await backUp(service().history.home.root, `${folder}-kept`, { anneal: '0' })
      readBackupRecord(`${folder}-kept`)
    }],
    ['a run that nobody made', () => service().history.read.need('99'), /`anneal (runs)`/, (words) => cli(words)],
  ] // prettier-ignore
}

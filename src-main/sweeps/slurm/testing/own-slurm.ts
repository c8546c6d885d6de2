/** A Slurm of one node for tests, from Debian's packages, in a folder of its own and on loopback alone; null where it cannot be had. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Daemon = 'munged' | 'slurmctld' | 'slurmd'

/** Why this machine cannot run one; null where it can. */
export function whyNoSlurm(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'Slurm’s daemons are started by root on Linux only'
  const missing = [
    '/usr/sbin/munged',
    '/usr/sbin/slurmctld',
    '/usr/sbin/slurmd',
    '/usr/bin/sbatch',
    '/usr/bin/setpriv',
  ].filter((path) => !existsSync(path))
  return missing.length > 0 ? `${missing.join(', ')} not installed` : null
}

export type OwnSlurm = Awaited<ReturnType<typeof startSlurm>>

/** Sets SLURM_CONF of this process, by which Slurm's commands find it. */
export async function startSlurm(folder: string, cpus = 2) {
  for (const name of ['state', 'spool', 'munge']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
  const key = join(folder, 'munge', 'key')
  writeFileSync(key, randomBytes(256), { mode: 0o400 })
  chmodSync(folder, 0o755)
  const conf = join(folder, 'slurm.conf')
  const [ctld, node] = [await freePort(), await freePort()]
  writeFileSync(conf, configuration(folder, cpus, ctld, node))
  process.env.SLURM_CONF = conf

  const running = new Map<Daemon, ChildProcess>()
  const WORDS: Readonly<Record<Daemon, readonly string[]>> = {
    munged: [
      '-F',
      '--force',
      `--socket=${folder}/munge/socket`,
      `--key-file=${key}`,
      `--pid-file=${folder}/munge/pid`,
      `--seed-file=${folder}/munge/seed`,
    ],
    slurmctld: ['-D', '-i', '-f', conf],
    slurmd: ['-D', '-f', conf],
  }

  function start(daemon: Daemon): void {
    const words = [`/usr/sbin/${daemon}`, ...WORDS[daemon]]
    const env = { ...process.env, SLURM_CONF: conf }
    // A test that is ended from outside takes its daemons with it.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...words], { stdio: 'ignore', env })
    running.set(daemon, child)
  }

  /** kill -9, then started again. */
  async function killAndStart(daemon: Daemon): Promise<void> {
    const child = running.get(daemon)!
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve))
    start(daemon)
  }

  async function isReady(): Promise<boolean> {
    try {
      return /\b(idle|mixed|allocated)\b/.test(ask('sinfo', ['-h', '-o', '%T']))
    } catch {
      return false
    }
  }

  const ask = (command: string, words: readonly string[]) =>
    execFileSync(command, [...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 })

  start('munged')
  for (let i = 0; i < 100 && !existsSync(join(folder, 'munge', 'socket')); i++) await sleep(50)
  start('slurmctld')
  start('slurmd')
  for (let i = 0; !(await isReady()); i++) {
    if (i > 120) throw new Error(`Slurm did not become ready: ${logOf(folder)}`)
    await sleep(500)
  }

  return {
    conf,
    ask,
    killAndStart,
    /** Nothing of it stays: neither jobs nor daemons nor files. */
    async stop(): Promise<void> {
      try {
        ask('scancel', ['--user=root'])
        for (let i = 0; i < 60 && ask('squeue', ['-h']).trim() !== ''; i++) await sleep(500)
      } catch {
        // A controller that does not answer any more: its daemons end all the same.
      }
      for (const daemon of ['slurmd', 'slurmctld', 'munged'] as const) {
        const child = running.get(daemon)!
        child.kill('SIGTERM')
        const killer = setTimeout(() => child.kill('SIGKILL'), 10_000)
        if (child.exitCode === null && child.signalCode === null)
          await new Promise((resolve) => child.once('exit', resolve))
        clearTimeout(killer)
      }
      delete process.env.SLURM_CONF
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

const logOf = (folder: string) =>
  ['slurmctld.log', 'slurmd.log']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8').trim().split('\n').slice(-5).join('\n'))
    .join('\n')

function configuration(folder: string, cpus: number, ctld: number, node: number): string {
  const host = hostname().split('.')[0]
  return `ClusterName=anneal-test
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=${ctld}
SlurmdPort=${node}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket
CredType=cred/munge
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
JobRequeue=1
KillWait=10
SlurmctldTimeout=30
SlurmdTimeout=120
SchedulerParameters=batch_sched_delay=1,sched_interval=2
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus} State=UNKNOWN
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

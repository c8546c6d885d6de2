// Which commands start without TensorFlow: everybody should be able to ask for help, a schedule or a run's numbers at once.

const WITHOUT = new Set([
  '',
  'help',
  'version',
  'theory',
  'schedule',
  'schedules',
  'doctor',
  'runs',
  'verify',
  'show',
  'cancel',
  'history',
  'tag',
])

/** Whether a command line computes with tensors, and so wants TensorFlow set up before it starts. */
export function needsTensorflow(/** @type {string[]} */ args, /** @type {NodeJS.ProcessEnv} */ env) {
  if (env.ANNEAL_TENSORFLOW) return false
  if (env.ANNEAL_BACKEND && env.ANNEAL_BACKEND !== 'tensorflow') return false
  if (args.some((arg) => ['--help', '-h', '--version', '-V'].includes(arg))) return false
  const command = args.find((arg) => !arg.startsWith('-')) ?? ''
  return !WITHOUT.has(command)
}

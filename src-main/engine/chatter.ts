/** What TensorFlow's C++ says of itself at every start, whatever level is asked for: no part of what a run has to tell. */

const CHATTER = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR/,
  /* Of level I or W, as `I0000 00:00:1795871715.201500 15555 file.cc:437] ...`; errors are kept. */
  /^[IW]\d{4} \d\d:\d\d:\d+(\.\d+)?\s+\d+ \S+\.(cc|cpp|h):\d+\] /,
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IW] \S+\.(cc|cpp|h):\d+\] /,
  /^To enable the following instructions: .*, in other operations, rebuild TensorFlow/,
]

export const isChatter = (line: string): boolean => CHATTER.some((pattern) => pattern.test(line))

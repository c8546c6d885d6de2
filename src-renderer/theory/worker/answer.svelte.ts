/** The answer to a question that keeps changing: one is computed, the latest waits, those between are dropped. */
import type { Failure } from '#contract/requests.ts'
import type { TaskName, Tasks } from './tasks.ts'
import type { Ask } from './worker-door.ts'

export class Answer<N extends TaskName> {
  readonly #name: N
  readonly #ask: Ask
  /** The last answer that was not refused, shown until a newer one comes. */
  value = $state.raw<Tasks[N]['out'] | null>(null)
  /** What `value` answers. */
  question = $state.raw<Tasks[N]['in'] | null>(null)
  fault = $state.raw<Failure | null>(null)
  busy = $state(false)
  /** Milliseconds that the last answer took to compute. */
  ms = $state<number | null>(null)
  /** Answers given so far. */
  count = $state(0)
  #next: Tasks[N]['in'] | null = null

  constructor(name: N, ask: Ask) {
    this.#name = name
    this.#ask = ask
  }

  async ask(question: Tasks[N]['in']): Promise<void> {
    this.#next = question
    if (this.busy) return
    this.busy = true
    while (this.#next !== null) {
      const asked = this.#next
      this.#next = null
      const answer = await this.#ask(this.#name, asked)
      this.fault = answer.ok ? null : answer.error
      if (!answer.ok) continue
      this.value = answer.value
      this.question = asked
      this.ms = answer.ms
      this.count += 1
    }
    this.busy = false
  }
}

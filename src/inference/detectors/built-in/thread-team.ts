import type { Worker } from 'node:worker_threads'
import { HilumError } from '../../../base/errors.ts'
import { startWorkerThread } from '../../../base/worker-thread.ts'
import type { PatientFrame } from '../../candidates/patient-frame.ts'
import type { TaskQuestion } from './task-thread.ts'
import type { TaskAnswers, TaskInputs, TaskKind } from './tasks.ts'

/** Threads that see one volume and share out tasks. */
export interface ThreadTeam {
  /**
   * Answers in the order of the inputs, however the threads took them. `onDone` is told how many are done.
   * @throws BASE_CANCELLED when the signal stops the team, INFERENCE_DETECTOR_FAILED when a thread dies
   */
  run<Kind extends TaskKind>(
    kind: Kind,
    inputs: readonly TaskInputs[Kind][],
    onDone?: (done: number) => void,
  ): Promise<TaskAnswers[Kind][]>
  /** Ends the threads. Safe to call twice. */
  stop(): Promise<void>
}

/** One task in progress. */
interface Pending {
  readonly question: TaskQuestion
  resolve(answer: unknown): void
  reject(reason: HilumError): void
}

/** Starts `threads` threads on a volume; they end at `stop` or when the signal is aborted. */
export const startThreadTeam = (frame: PatientFrame, threads: number, signal: AbortSignal): ThreadTeam => {
  const waiting: Pending[] = []
  const busy = new Map<Worker, Pending>()
  const idle: Worker[] = []
  let failure: HilumError | undefined
  let nextId = 0

  const assign = (): void => {
    while (idle.length > 0 && waiting.length > 0) {
      const worker = idle.pop()!
      const pending = waiting.shift()!
      busy.set(worker, pending)
      worker.postMessage(pending.question)
    }
  }
  const fail = (reason: HilumError): void => {
    failure ??= reason
    for (const pending of [...busy.values(), ...waiting.splice(0)]) pending.reject(failure)
    busy.clear()
  }
  const settle = (worker: Worker, answer: unknown): void => {
    const pending = busy.get(worker)
    busy.delete(worker)
    idle.push(worker)
    pending?.resolve(answer)
    assign()
  }
  const start = (): Worker => {
    const worker = startWorkerThread(new URL('./task-thread.ts', import.meta.url), frame)
    worker.on('message', ({ answer }: { answer: unknown }) => settle(worker, answer))
    worker.on('error', cause =>
      fail(new HilumError('INFERENCE_DETECTOR_FAILED', 'a detector thread failed', { cause })),
    )
    worker.on('exit', () => fail(new HilumError('INFERENCE_DETECTOR_FAILED', 'a detector thread ended')))
    return worker
  }
  const workers = Array.from({ length: threads }, start)
  idle.push(...workers)

  const stop = async (): Promise<void> => {
    signal.removeEventListener('abort', cancel)
    await Promise.all(workers.map(worker => worker.terminate()))
  }
  const cancel = (): void => {
    fail(new HilumError('BASE_CANCELLED', 'the detector was stopped'))
    void stop()
  }
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel)

  const ask = (kind: TaskKind, input: TaskInputs[TaskKind]): Promise<unknown> => {
    if (failure) return Promise.reject(failure)
    return new Promise((resolve, reject) => {
      waiting.push({ question: { id: nextId++, kind, input }, resolve, reject })
    })
  }
  return {
    stop,
    run: async <Kind extends TaskKind>(
      kind: Kind,
      inputs: readonly TaskInputs[Kind][],
      onDone?: (done: number) => void,
    ) => {
      let done = 0
      const answers = inputs.map(async input => {
        const answer = await ask(kind, input)
        onDone?.(++done)
        return answer as TaskAnswers[Kind]
      })
      assign()
      return Promise.all(answers)
    },
  }
}

import { parentPort, workerData } from 'node:worker_threads'
import type { PatientFrame } from '../../candidates/patient-frame.ts'
import { type TaskInputs, type TaskKind, taskDoers } from './tasks.ts'

/** A question to the thread; `id` comes back with the answer. */
export interface TaskQuestion {
  readonly id: number
  readonly kind: TaskKind
  readonly input: TaskInputs[TaskKind]
}

// The thread's payload and messages come from thread-team.ts alone, so the casts state what that file sends.
const frame = workerData.payload as PatientFrame

const perform = <Kind extends TaskKind>(kind: Kind, input: TaskInputs[Kind]) => taskDoers[kind](frame, input)

parentPort?.on('message', ({ id, kind, input }: TaskQuestion) => {
  parentPort?.postMessage({ id, answer: perform(kind, input) })
})

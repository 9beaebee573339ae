/** The routines of this device, and the files they travel in. */
import type { Plan, Routine } from '../api'
import { desk, keep } from '../desk.svelte'
import { newId } from '../net'
import { dayOf } from '../pure/day'
import { fileName, keptRoutines, putBack, readRoutineFile, withoutRoutine, withRoutine, type FileProblem, type KeptRoutine } from '../pure/routines'
import { askRoutine } from './ask'

const KEY = 'backrub.routines'

function read(): KeptRoutine[] {
  try {
    return keptRoutines(localStorage.getItem(KEY))
  } catch {
    return []
  }
}

class Routines {
  list = $state.raw<KeptRoutine[]>(read())
  /** The one that was just removed, for as long as that can be undone. */
  removed = $state.raw<{ at: number; routine: KeptRoutine } | null>(null)
  private timer = 0

  constructor() {
    // Saved, or taken away, in another tab.
    addEventListener('storage', (event) => {
      if (event.key === KEY) this.list = read()
    })
  }

  /** Empty when it is saved, else why it is not. */
  async save(plan: Plan, name: string): Promise<string> {
    const { routine, title } = await askRoutine(plan, name)
    if (!routine) return title
    this.add(routine)
    return ''
  }

  add(routine: Routine): void {
    const saved_on = dayOf(new Date())
    this.set(withRoutine(read(), { id: newId(), saved_on, routine }))
  }

  remove(id: string): void {
    const { kept, back } = withoutRoutine(read(), id)
    this.set(kept)
    this.removed = back
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => (this.removed = null), 10_000)
  }

  undoRemove(): void {
    if (this.removed) this.set(putBack(read(), this.removed))
    this.removed = null
  }

  async open(file: File): Promise<FileProblem[]> {
    const { routine, problems } = readRoutineFile(await file.text(), new Set(desk.techniques.map((each) => each.id)))
    if (routine) this.add(routine)
    return problems
  }

  private set(list: KeptRoutine[]): void {
    this.list = list
    keep(KEY, list)
  }
}

export const routines = new Routines()

/** Hand a routine over as a file of this device: it goes nowhere by itself. */
export function download(routine: Routine): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(routine, null, 2)}\n`], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName(routine.name)
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

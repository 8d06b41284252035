// The house rule: which room of packages/pantograph/src may import from which. Pure; reading the files is
// check-house.ts's part.

/** One import: where it is written and the file it leads to; `to` is undefined for another package. */
export interface Import {
  from: string
  line: number
  specifier: string
  to: string | undefined
}

/** A room imports from lower floors only. Files beside the rooms (errors.ts) are the ground floor. */
const FLOORS: Readonly<Record<string, number>> = {
  reactivity: 1,
  html: 1,
  wire: 1,
  template: 2,
  compiler: 2,
  render: 3,
  components: 4,
  session: 4,
  server: 5,
  cluster: 5,
  testing: 6,
  cli: 6,
}

const GROUND = ''
const ENTRY = 'index.ts'

/** The folder that a file of `src` lives in; empty for a file beside the rooms. */
function roomOf(file: string): string {
  const slash = file.indexOf('/')
  return slash < 0 ? GROUND : file.slice(0, slash)
}

function floorOf(room: string): number | undefined {
  return room === GROUND ? 0 : FLOORS[room]
}

/** What is wrong with one import; undefined if nothing is. */
function complaint({ from, to, specifier }: Import): string | undefined {
  const room = roomOf(from)
  if (room === 'client') return clientComplaint(to, specifier)
  if (to === undefined || from === ENTRY) return undefined
  const target = roomOf(to)
  if (to === ENTRY) return 'nothing imports the entry index.ts: it is for users'
  if (room === target) return undefined
  if (target === 'client') return 'the client is apart: nothing imports from it'
  return floorComplaint(room, target)
}

function clientComplaint(to: string | undefined, specifier: string): string | undefined {
  const allowed = to !== undefined && ['client', 'wire'].includes(roomOf(to))
  return allowed ? undefined : `the client imports only wire, not ${to ?? specifier}`
}

function floorComplaint(room: string, target: string): string | undefined {
  const from = floorOf(room)
  const to = floorOf(target)
  if (from === undefined) return `the room ${room} has no floor (scripts/house.ts)`
  if (to === undefined) return `the room ${target} has no floor (scripts/house.ts)`
  if (from > to) return undefined
  const name = room === GROUND ? 'a file beside the rooms' : room
  if (from === to) return `${name} and ${target} are both on floor ${from}`
  return `${name} (floor ${from}) imports from ${target}, on the higher floor ${to}`
}

/** Each import that breaks the rule, as `file:line: reason`. */
export function brokenImports(imports: readonly Import[]): string[] {
  return imports.flatMap((one) => {
    const reason = complaint(one)
    return reason === undefined ? [] : [`${one.from}:${one.line}: ${reason}`]
  })
}

/** Each cycle between files, named by the import that closes it. Imports of types count. */
export function cycles(imports: readonly Import[]): string[] {
  const bySource = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const found: string[] = []

  function visit(file: string, path: readonly string[]): void {
    if (done.has(file)) return
    for (const { to, line } of bySource.get(file) ?? []) {
      if (to === undefined) continue
      const at = [...path, file].indexOf(to)
      if (at < 0) visit(to, [...path, file])
      else found.push(`${file}:${line}: a cycle: ${[...path, file].slice(at).join(' → ')} → ${to}`)
    }
    done.add(file)
  }

  for (const file of bySource.keys()) visit(file, [])
  return found
}

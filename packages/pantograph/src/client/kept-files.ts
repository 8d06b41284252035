// Files that are on their way, kept by the browser for a page that goes on with its session when it is loaded again: then nobody
// has to choose them once more. Where that cannot be done, they are asked for. Part of upload.ts.

const NAME = 'pantograph-uploads'
const STORE = 'files'
/** Milliseconds after which those of a page that never came back are removed. */
const LONGEST = 3_600_000

interface Kept {
  readonly file: File
  readonly at: number
}

/** Whether the page is one that goes on. */
const isWanted = (): boolean => !!document.querySelector('[data-reload]')

let database: Promise<IDBDatabase> | undefined

async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  try {
    database ??= openDatabase()
    const store = (await database).transaction(STORE, mode).objectStore(STORE)
    return await answerOf(ask(store))
  } catch {
    // A browser may have none, or no room in it.
    return undefined
  }
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return answerOf(request)
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error(NAME))
  })
}

/** Keys of those that this page has given to it. */
const given = new Set<string>()

export async function keepFile(key: string, file: File): Promise<void> {
  if (!isWanted() || given.has(key)) return
  given.add(key)
  await inStore('readwrite', (store) => store.put({ file, at: Date.now() } satisfies Kept, key))
}

export async function findFile(key: string): Promise<File | undefined> {
  if (!isWanted()) return undefined
  return (await readKept(key))?.file
}

export async function forgetFile(key: string): Promise<void> {
  given.delete(key)
  if (isWanted()) await inStore('readwrite', (store) => store.delete(key))
}

export async function forgetFiles(): Promise<void> {
  for (const key of given) await forgetFile(key)
}

const readKept = (key: string): Promise<Kept | undefined> =>
  inStore<Kept | undefined>('readonly', (store) => store.get(key))

/** Those of pages that never came back go when any page of uploads is opened, whether or not that keeps files itself. */
export async function sweepFiles(): Promise<void> {
  if (!(await isThere())) return
  const keys = (await inStore('readonly', (store) => store.getAllKeys())) ?? []
  for (const key of keys as string[]) {
    const kept = await readKept(key)
    if (!kept || kept.at > Date.now() - LONGEST) continue
    await inStore('readwrite', (store) => store.delete(key))
  }
}

/** Asked, so that none is made where none was needed. */
async function isThere(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === NAME)
  } catch {
    return false
  }
}

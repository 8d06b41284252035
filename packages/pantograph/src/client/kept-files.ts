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
  if (!isWanted()) return undefined
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
  const opened = await answerOf(request)
  void sweep()
  return opened
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error(NAME))
  })
}

export const keepFile = (key: string, file: File): Promise<unknown> =>
  inStore('readwrite', (store) => store.put({ file, at: Date.now() } satisfies Kept, key))

export const findFile = async (key: string): Promise<File | undefined> =>
  (await inStore('readonly', (store) => store.get(key) as IDBRequest<Kept | undefined>))?.file

export const forgetFile = (key: string): Promise<unknown> =>
  inStore('readwrite', (store) => store.delete(key))

async function sweep(): Promise<void> {
  const keys = (await inStore('readonly', (store) => store.getAllKeys())) ?? []
  for (const key of keys as string[]) {
    const kept = await inStore(
      'readonly',
      (store) => store.get(key) as IDBRequest<Kept | undefined>,
    )
    if (kept && kept.at < Date.now() - LONGEST) await forgetFile(key)
  }
}

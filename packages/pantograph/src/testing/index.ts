// The public entry `pantograph/testing`: a page without a browser, for tests and for load.
export { openPage } from './open.ts'
export type { OpenOptions } from './open.ts'
export { PageClient } from './client.ts'
export type { Counts, Socket, Target } from './page.ts'
export type { Listener } from './listeners.ts'

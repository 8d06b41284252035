// The public entry `pantograph/server`.
export { createApp } from './app.ts'
export type { App, AppStats, Listening } from './app.ts'
export type { PageOptions } from './document.ts'
export type { AppOptions, Limits } from './options.ts'
export type { PoolCounts } from './pool.ts'
export type { Logger } from '../session/logger.ts'

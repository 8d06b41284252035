// The public entry `pantograph/server`.
export { createApp } from './app.ts'
export type { App, AppStats } from './app.ts'
export { diskWriter } from './disk-writer.ts'
export type { DiskWriterOptions } from './disk-writer.ts'
export type { DocumentParts, PageOptions } from './document.ts'
export type { RenderContext } from './embedding.ts'
export type { Limits } from './limits.ts'
export type { Listening } from './listener.ts'
export type { AppOptions } from './options.ts'
export type { PoolCounts, PooledSession, SessionPool } from './pool.ts'
export { streamWriter } from './stream-writer.ts'
export { urlWriter } from './url-writer.ts'
export type { UrlWriterOptions } from './url-writer.ts'
export type {
  DirectWriter,
  UploadInfo,
  UploadTarget,
  UploadWriter,
} from '../session/upload-writer.ts'
export type { Logger } from '../session/logger.ts'

// The public entry `pantograph`: what components use.
export { batch, computed, effect, signal, untracked } from './reactivity/signal.ts'
export type {
  ComputedSignal,
  ReadonlySignal,
  SignalOptions,
  WritableSignal,
} from './reactivity/signal.ts'
export type { Bindable } from './reactivity/bindable.ts'
export { ErrorBoundary } from './components/error-boundary.ts'
export type { ErrorBoundaryProps } from './components/error-boundary.ts'
export { FieldIssues } from './components/form/field-issues.ts'
export type { FieldIssuesProps } from './components/form/field-issues.ts'
export { createForm } from './components/form/form.ts'
export type { Field, FieldProps, OptionProps } from './components/form/field.ts'
export type { FieldList, ListItem } from './components/form/list.ts'
export type {
  Form,
  FormFailures,
  FormOptions,
  FormProps,
  Submission,
  ValidateOn,
} from './components/form/form-options.ts'
export type { CookieOptions, Cookies } from './components/form/answer.ts'
export type { StandardSchema } from './components/form/standard-schema.ts'
export { Head } from './components/head.ts'
export { Link } from './components/link.ts'
export type { LinkProps } from './components/link.ts'
export { Portal } from './components/portal.ts'
export type { PortalProps } from './components/portal.ts'
export { raw } from './components/raw.ts'
export { Suspense } from './components/suspense.ts'
export type { SuspenseProps } from './components/suspense.ts'
export { createContext, inject, provide } from './render/context.ts'
export type { Context } from './render/context.ts'
export { stream } from './render/stream.ts'
export type { Stream, StreamHandler, StreamOptions } from './render/stream.ts'
export type { StreamKey } from './render/stream-shelf.ts'
export { abortSignal, onMount, onUnmount } from './render/lifecycle.ts'
export { hookRef, ref } from './render/ref.ts'
export type { HookRef, Ref, ScrollOptions } from './render/ref.ts'
export { resource } from './render/resource.ts'
export type { Fetching, Resource, ResourceOptions } from './render/resource.ts'
export { task } from './render/task.ts'
export type { Task, TaskOptions, TaskStatus, Working } from './render/task.ts'
export type { Arrival } from './render/tree-owner.ts'
export { navigate, pushEvent, url } from './session/location.ts'
export type { Address } from './session/location.ts'
export { once } from './session/once.ts'
export type { OnceOptions } from './session/once.ts'
export { shared } from './session/shared.ts'
export type { Shared } from './session/shared.ts'
export { createUpload } from './session/upload.ts'
export type { Upload, UploadedFile, UploadFile, UploadOptions } from './session/upload.ts'
export type { UploadReason, UploadStatus } from './session/upload-files.ts'
export type {
  DirectWriter,
  UploadInfo,
  UploadTarget,
  UploadWriter,
} from './session/upload-writer.ts'
export { user } from './session/user.ts'
export { run } from './render/run.ts'
export { command } from './template/command.ts'
export type {
  Command,
  CommandPlace,
  CommandScroll,
  CommandTarget,
  CommandTransition,
  RelativeTarget,
} from './template/command.ts'
export { hook } from './template/hook.ts'
export type {
  Hook,
  HookCallbacks,
  HookContext,
  HookEvents,
  HookHandlers,
  HookModule,
  HookTypes,
  HookUse,
} from './template/hook.ts'
export { on } from './template/on.ts'
export type { BoundHandler, EventHandler, OnOptions } from './template/on.ts'
export { PantographError } from './errors.ts'
export type { Component } from './template/block.ts'
export type { StreamView } from './template/stream-view.ts'
export type { JSX } from './template/jsx.ts'
export type {
  Attr,
  Child,
  ClassValue,
  CustomEventHandler,
  StyleValue,
} from './template/jsx-values.ts'
export type * from './template/events.ts'

// What a schema library must offer: https://standardschema.dev, of which this is the part that forms use. Written out
// here, so that nothing depends on a package of types.

/** A schema of zod, valibot, arktype or any other library that follows Standard Schema 1. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

/** What checking a value gives: the value as the schema makes it, or what is wrong with it. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/** One thing that is wrong. */
export interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** Where in the values it is. */
export const stepsOf = ({ path = [] }: SchemaIssue): PropertyKey[] =>
  path.map((step) => (typeof step === 'object' ? step.key : step))

// What the benchmark uses of packages that bring no types.

declare module 'react' {
  export function createElement(type: unknown, props: object): unknown
}

declare module 'react-dom/server' {
  export function renderToString(element: unknown): string
}

declare module '@babel/core' {
  export function transformSync(source: string, options: object): { code: string } | null
}

declare module 'babel-preset-solid' {
  const preset: unknown
  export default preset
}

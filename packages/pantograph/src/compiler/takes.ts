// Which modules are the compiler's to compile; the same for the Node loader and the Vite plugin.

/** By the path alone, with slashes: whether it is worth reading. */
export const mayTake = (path: string): boolean =>
  /\.([tj]sx|ts)$/.test(path) && !path.includes('/node_modules/')

/** TSX, and TypeScript in which there may be signals to name. */
export const takes = (path: string, source: string): boolean =>
  mayTake(path) && (!path.endsWith('.ts') || /from\s*['"]pantograph['"]/.test(source))

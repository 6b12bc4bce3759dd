/** Types of types.mjs. */
export function modelsSource(count: number): string

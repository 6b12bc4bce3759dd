/** Writing to pipes as a good neighbour: in full before the end, and without complaint when nobody reads. */

/** Resolves when the text has left this process. */
export function writeAll(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()))
}

/** `orm-shell … | head` ends when `head` has seen enough; that is nobody's error. */
export function endQuietlyWithoutReader(stream: NodeJS.WritableStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
}

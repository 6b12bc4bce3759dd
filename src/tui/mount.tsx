/** Hands the live region over to Ink. Loaded behind the first frame: React, Ink and Yoga are most of the terminal UI. */
import { render } from 'ink'
import { App, type AppProps } from './app.js'

export interface MountedApp {
  unmount(): void
  /** Rejects when a component throws; otherwise the tree lives until it is unmounted. */
  readonly ended: Promise<unknown>
}

export type Mount = typeof mount

export function mount(props: AppProps, stdin: NodeJS.ReadStream): MountedApp {
  const { unmount, waitUntilExit } = render(<App {...props} />, {
    // The sink is not a stream: Ink writes whole frames to it and asks for its size, nothing else.
    stdout: props.sink as unknown as NodeJS.WriteStream,
    stdin,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  })
  return { unmount, ended: waitUntilExit() }
}

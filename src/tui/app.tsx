/**
 * The live region as an Ink tree. Components only put the frame's lines on the screen: what they show is computed
 * in frame.ts, what happens is decided in the controller.
 */
import { Box, Text } from 'ink'
import { useLayoutEffect, useSyncExternalStore } from 'react'
import { type Frame, layoutFrame } from './frame.js'
import { cursorShape } from './paint-frame.js'
import type { TuiState } from './state.js'
import type { Store } from './store.js'
import type { FrameSink } from './terminal/frame-sink.js'
import type { Theme } from '../shell/format/theme.js'

export interface AppProps {
  readonly store: Store<TuiState>
  readonly sink: FrameSink
  readonly theme: Theme
  /** Called when the first frame is on its way to the screen. */
  readonly onShown: () => void
}

export function App({ store, sink, theme, onShown }: AppProps) {
  const state = useSyncExternalStore(store.subscribe, store.get)
  const frame = layoutFrame(state, theme)
  const { row, column } = frame.cursor
  const shape = cursorShape(state)
  useLayoutEffect(() => sink.setCursor({ row, column }, shape), [sink, row, column, shape])
  useLayoutEffect(onShown, [onShown])
  return <LiveRegion frame={frame} columns={state.columns} />
}

function LiveRegion({ frame, columns }: { readonly frame: Frame; readonly columns: number }) {
  return (
    <Box flexDirection="column" width={columns}>
      <Lines lines={frame.tail} />
      <Lines lines={frame.editor} />
      <Lines lines={frame.panel} />
      <Lines lines={frame.status} />
    </Box>
  )
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line, index) => (
    <Text key={index} wrap="truncate-end">
      {line === '' ? ' ' : line}
    </Text>
  ))
}

/**
 * Puts the frame of a state on the screen by itself, for as long as the components are still being loaded: the
 * prompt is there, and shows what is typed, before React is.
 */
import type { Theme } from '../shell/format/theme.js'
import { type Frame, layoutFrame } from './frame.js'
import type { TuiState } from './state.js'
import type { CursorShape, FrameSink } from './terminal/frame-sink.js'

export function paintFrame(sink: FrameSink, state: TuiState, theme: Theme): void {
  const frame = layoutFrame(state, theme)
  sink.write(frameLines(frame).join('\n'))
  sink.setCursor(frame.cursor, cursorShape(state))
}

/** From the top of the live region to its end. */
export function frameLines({ tail, editor, panel, status }: Frame): readonly string[] {
  return [...tail, ...editor, ...panel, ...status]
}

/** In vi mode the cursor says which mode it is. */
export function cursorShape({ vi, mode }: TuiState): CursorShape {
  if (!vi) return 'default'
  return mode.kind === 'command' ? 'block' : 'bar'
}

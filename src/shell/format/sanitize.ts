/**
 * Makes foreign text safe for the terminal: data and user programs may contain escape sequences that move the
 * cursor, clear the scrollback or tear the live region. Used on everything printed that we did not paint ourselves.
 */

const SEQUENCE = /\x1b(?:\[[0-9;:<=>?]*[ -/]*[@-~]|[\]P_^][\s\S]*?(?:\x07|\x1b\\|$)|[ -~])/g

const COLOUR = /^\x1b\[[0-9;:]*m$/

const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g

const CONTROLS_BUT_ESCAPE = /[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]/g

const STRAY_ESCAPE = /\x1b(?!\[[0-9;:]*m)/g

/** Keeps line breaks, tabs and colours; drops every other sequence and shows other control characters as pictures. */
export function keepColours(text: string): string {
  if (!hasControls(text)) return text
  return text
    .replace(/\r\n/g, '\n')
    .replace(SEQUENCE, (sequence) => (COLOUR.test(sequence) ? sequence : ''))
    .replace(STRAY_ESCAPE, '␛')
    .replace(CONTROLS_BUT_ESCAPE, picture)
}

/** Shows every control character except line break and tab as a picture: `ESC` is `␛`. */
export function visible(text: string): string {
  return hasControls(text) ? text.replace(CONTROLS, picture) : text
}

/** `visible` on one line: breaks are `↵`, tabs a space. */
export function oneLine(text: string): string {
  return visible(text.replace(/\r?\n/g, '↵').replace(/\t/g, ' '))
}

function hasControls(text: string): boolean {
  return /[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(text)
}

function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code === 0x7f) return '␡'
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '�'
}

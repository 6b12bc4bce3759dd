/** When Python typed or pasted at a prompt is at its end: by Python's own rule, brackets closed and blocks left. */

const STRING = /("""|''')[^]*?(?:\1|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g

/** Whether an input would run now: blocks, and code that begins on a line of its own, go on until an empty line. */
export function pythonIsComplete(source: string): boolean {
  if (source.trim() === '' || hasOpenText(source)) return false
  const code = source.replace(/^[ \t]*(?:>>>|\.\.\.) ?/gm, '').replace(STRING, blank)
  if (depth(code) > 0 || /(\\|:)\s*$/.test(code)) return false
  const isBlock = code.startsWith('\n') || /:[ \t]*\n/.test(code)
  return !isBlock || /\n[ \t]*$/.test(code)
}

/** A text or comment without its characters, so that brackets in it do not count. */
function blank(text: string): string {
  return text.startsWith('#') ? '' : text.replace(/[^\n]/g, '_')
}

function depth(code: string): number {
  let open = 0
  for (const character of code) {
    if ('([{'.includes(character)) open++
    else if (')]}'.includes(character)) open--
  }
  return open
}

/** A text over several lines that has not ended. */
function hasOpenText(source: string): boolean {
  let open = ''
  for (const [mark] of source.matchAll(/"""|'''/g)) {
    if (open === '') open = mark
    else if (open === mark) open = ''
  }
  return open !== ''
}

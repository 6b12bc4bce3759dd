/** A terminal's screen as SVG: a window around runs of cells, each at its own place, so that no font moves them. */
const CELL = { width: 8.4, height: 19 }
const FONT_SIZE = 14
const PADDING = 18
const BAR = 36
const COLOURS = {
  background: '#11151c',
  bar: '#1a2029',
  foreground: '#d5dce6',
  muted: '#7f8b9b',
  title: '#9aa7b8',
}
/** The sixteen colours, as a dark theme has them. */
const PALETTE = [
  '#1c2330',
  '#ff7b86',
  '#7fd79a',
  '#f2c879',
  '#74b2ff',
  '#d6a3ff',
  '#66d9d0',
  '#d5dce6',
  '#566274',
  '#ff97a0',
  '#98e3ae',
  '#f7d998',
  '#94c4ff',
  '#e2bcff',
  '#8ae6de',
  '#ffffff',
]

export function svgOf({ screen }, { title }) {
  const rows = shownRows(screen)
  const width = Math.round(screen.cols * CELL.width + 2 * PADDING)
  const height = Math.round(rows * CELL.height + 2 * PADDING + BAR - 8)
  const body = Array.from({ length: rows }, (_, row) => rowOf(screen, row)).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="10" fill="${COLOURS.background}"/>
<path d="M0 10a10 10 0 0 1 10-10h${width - 20}a10 10 0 0 1 10 10v${BAR - 10}H0z" fill="${COLOURS.bar}"/>
<circle cx="20" cy="${BAR / 2}" r="6" fill="#ff6058"/><circle cx="40" cy="${BAR / 2}" r="6" fill="#ffbd2e"/><circle cx="60" cy="${BAR / 2}" r="6" fill="#28c941"/>
<text x="${width / 2}" y="${BAR / 2 + 4.5}" text-anchor="middle" font-family="system-ui, sans-serif" font-size="13" fill="${COLOURS.title}">${escaped(title)}</text>
<g font-family="ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}" fill="${COLOURS.foreground}" xml:space="preserve">
${body}${cursorOf(screen, rows)}</g>
</svg>
`
}

/** Down to the last row with something on it. */
function shownRows({ buffer: { active }, rows }) {
  for (let row = rows - 1; row >= 0; row--) {
    if (active.getLine(active.baseY + row)?.translateToString(true) !== '') return row + 1
  }
  return 1
}

const place = (column, row) => ({
  x: round(PADDING + column * CELL.width),
  y: round(BAR + PADDING - 4 + row * CELL.height),
})

function rowOf({ buffer: { active }, cols }, row) {
  const line = active.getLine(active.baseY + row)
  const runs = []
  for (let column = 0; column < cols; column++) {
    const cell = line?.getCell(column)
    if (!cell || cell.getWidth() === 0) continue
    const style = styleOf(cell)
    const text = cell.getChars() || ' '
    const last = runs.at(-1)
    // A box-drawing or wide character begins a run of its own: fonts differ most there.
    const joins = last && last.key === style.key && /^[ -~]$/.test(text) && last.isPlain
    if (joins) {
      last.text += text
      last.columns += cell.getWidth()
    } else
      runs.push({ ...style, text, column, columns: cell.getWidth(), isPlain: /^[ -~]$/.test(text) })
  }
  return merged(runs)
    .map((run) => paintRun(run, row))
    .join('')
}

/** Rules are many equal characters: one run of them. */
function merged(runs) {
  return runs.reduce((out, run) => {
    const last = out.at(-1)
    if (last && run.text === '─' && last.text.startsWith('─') && last.key === run.key) {
      last.text += run.text
      last.columns += run.columns
    } else out.push(run)
    return out
  }, [])
}

function styleOf(cell) {
  const colour = cell.isFgDefault()
    ? COLOURS.foreground
    : cell.isFgPalette()
      ? (PALETTE[cell.getFgColor()] ?? COLOURS.foreground)
      : `#${cell.getFgColor().toString(16).padStart(6, '0')}`
  const inverse = cell.isInverse() !== 0
  const fill = cell.isDim() && cell.isFgDefault() ? COLOURS.muted : colour
  const bold = cell.isBold() !== 0
  const italic = cell.isItalic() !== 0
  const underline = cell.isUnderline() !== 0
  const dim = cell.isDim() !== 0 && !cell.isFgDefault()
  return {
    fill,
    inverse,
    bold,
    italic,
    underline,
    dim,
    key: [fill, inverse, bold, italic, underline, dim].join(),
  }
}

function paintRun(run, row) {
  const { x, y } = place(run.column, row)
  const width = round(run.columns * CELL.width)
  if (run.text.trim() === '' && !run.inverse) return ''
  const text = run.inverse ? run.text : run.text.trimEnd()
  const textWidth = round((run.columns - run.text.length + text.length) * CELL.width)
  if (/^─+$/.test(run.text)) {
    const middle = round(y + CELL.height / 2)
    return `<path d="M${x} ${middle}h${round(width)}" stroke="${run.fill}" stroke-width="1" opacity="0.6"/>\n`
  }
  const back = run.inverse
    ? `<rect x="${x}" y="${y}" width="${width}" height="${CELL.height}" fill="${run.fill}"/>`
    : ''
  const attributes = [
    `x="${x}" y="${round(y + 14)}"`,
    `textLength="${textWidth}" lengthAdjust="spacingAndGlyphs"`,
    run.inverse
      ? `fill="${COLOURS.background}"`
      : run.fill === COLOURS.foreground
        ? ''
        : `fill="${run.fill}"`,
    run.bold ? 'font-weight="700"' : '',
    run.italic ? 'font-style="italic"' : '',
    run.underline ? 'text-decoration="underline"' : '',
    run.dim ? 'opacity="0.65"' : '',
  ]
  return `${back}<text ${attributes.filter(Boolean).join(' ')}>${escaped(text)}</text>\n`
}

function cursorOf({ buffer: { active } }, rows) {
  if (active.cursorY >= rows) return ''
  const { x, y } = place(active.cursorX, active.cursorY)
  return `<rect x="${x}" y="${y + 1}" width="2" height="${CELL.height - 2}" fill="${COLOURS.foreground}"/>\n`
}

const round = (number) => Math.round(number * 100) / 100

function escaped(text) {
  return text.replace(
    /[&<>"]/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character],
  )
}

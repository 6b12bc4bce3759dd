/** What happens when someone writes `User.age > 25` or `${User.age}`: an error that names the method to use. */

const REMEDY: Readonly<Record<string, string>> = {
  string:
    'inside a template literal or string; compile it with .toString(), or combine expressions with .concat()',
  number:
    'with a JavaScript operator; use its method: .gt(), .ge(), .lt(), .le(), .sub(), .mul(), .div(), .mod(), .neg()',
  default:
    'with a JavaScript operator; use its method: .add() or .concat() for +, .eq() for ==, .ne() for !=',
}

/** Throws for any conversion of an expression into a primitive. */
export function guardPrimitive(hint: string): never {
  throw new TypeError(`A SQL expression cannot be used ${REMEDY[hint] ?? REMEDY['default']}`)
}

/** Statements have a text, but no number. */
export function guardStatement(hint: string, text: () => string): string {
  if (hint === 'string') return text()
  throw new TypeError(
    'A SQL statement cannot be used with a JavaScript operator; String(statement) gives its text',
  )
}

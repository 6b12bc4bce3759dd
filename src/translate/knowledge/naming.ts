/** The naming rules: snake_case to camelCase, names that stay one word, underscores that come and go. */

/** Names whose spelling the rules do not give. */
const FIXED: Readonly<Record<string, string>> = {
  in_: 'in',
  is_: 'is',
  isnot: 'isNot',
  isnot_distinct_from: 'isNotDistinctFrom',
  notin_: 'notIn',
  notlike: 'notLike',
  notilike: 'notIlike',
  nullsfirst: 'nullsFirst',
  nullslast: 'nullsLast',
  any_: 'anyOf',
  all_: 'allOf',
  and_: 'and',
  or_: 'or',
  not_: 'not',
  except_: 'except',
  class_: 'class_',
  poolclass: 'poolClass',
  asfrom: 'asFrom',
  _mapping: 'mapping',
  _table: 'table',
  _asdict: 'asObject',
  _fields: 'keys()',
  _tuple: 'tuple',
  _t: 't',
}

/** `order_by` → `orderBy`, `in_` → `in`; one word stays one word. */
export function camelCase(name: string): string {
  const fixed = FIXED[name]
  if (fixed !== undefined) return fixed
  const lead = /^_*/.exec(name)?.[0] ?? ''
  const body = name.slice(lead.length).replace(/_+$/, '')
  return lead + body.replace(/_+([a-z0-9])/g, (_, next: string) => next.toUpperCase())
}

const RESERVED = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends
   false finally for function if implements import in instanceof interface let new null package private protected
   public return static super switch this throw true try typeof undefined var void while with yield`.split(
    /\s+/,
  ),
)

/** A variable's name in TypeScript: as written, unless JavaScript keeps the word for itself. */
export function variableName(name: string): string {
  return RESERVED.has(name) ? `${name}_` : name
}

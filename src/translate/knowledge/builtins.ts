/** The names Python has without imports. */

/** Builtin types and functions handed around as values. */
export const BUILTINS: Readonly<Record<string, string>> = {
  str: 'String',
  int: 'Number',
  float: 'Number',
  bool: 'Boolean',
  list: 'Array',
  tuple: 'Array',
  dict: 'Object',
  set: 'Set',
  frozenset: 'Set',
  object: 'Object',
  type: 'Function',
  bytes: 'Uint8Array',
  Exception: 'Error',
  BaseException: 'Error',
  RuntimeError: 'Error',
  TypeError: 'TypeError',
  AttributeError: 'TypeError',
  NameError: 'ReferenceError',
}

/** Python's own error classes that JavaScript has no counterpart of; written below the program when used. */
export const ERROR_CLASSES = new Set(
  'ValueError KeyError IndexError LookupError NotImplementedError AssertionError StopIteration OSError PermissionError'.split(
    ' ',
  ),
)

const FUNCTIONS = new Set(
  `abs all any bytes callable dict enumerate eval filter float format frozenset getattr hasattr hash id int isinstance issubclass
   aiter anext ascii bin breakpoint bytearray chr compile complex dir divmod exec exit globals hex input locals memoryview oct ord pow quit
   iter len list map max min next open print range repr reversed round set setattr delattr sorted str sum super tuple type vars zip bool`.split(
    /\s+/,
  ),
)

export function isBuiltinFunction(id: string): boolean {
  return FUNCTIONS.has(id)
}

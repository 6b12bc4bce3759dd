/**
 * `keepNames` gives every function its name by a call. Once per module that is nothing; inside a function it runs with
 * each closure the function makes, and costs more than most of them. There the names that the language gives remain;
 * elsewhere, too, a start-up does not give thousands of functions the names they have.
 */
import { parse } from 'acorn'
import { ancestor } from 'acorn-walk'
import MagicString from 'magic-string'

/** @returns {string} the code of a bundle without the naming calls inside functions */
export function withoutInnerNames(code) {
  if (!code.includes('__name(')) return code
  const text = new MagicString(code)
  ancestor(parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }), {
    CallExpression(call, ancestors) {
      const [named] = call.arguments
      if (call.callee.name !== '__name') return
      if (!isInFunction(ancestors) && !hasItsName(call, ancestors)) return
      const parent = ancestors.at(-2)
      if (/Function/.test(named.type)) {
        text.overwrite(call.start, named.start, '(')
        text.overwrite(named.end, call.end, ')')
      } else if (
        /Identifier|ThisExpression/.test(named.type) &&
        parent.type === 'ExpressionStatement'
      ) {
        text.remove(parent.start, parent.end)
      }
    },
  })
  return text.toString()
}

/** Fields of instances are made with each of them. */
function isInFunction(ancestors) {
  return ancestors.some(
    (node) => /Function/.test(node.type) || (node.type === 'PropertyDefinition' && !node.static),
  )
}

/** Whether a declaration, a variable or a property gives the same name. */
function hasItsName({ arguments: [named, name] }, ancestors) {
  if (named.type === 'Identifier') return named.name === name.value
  const parent = ancestors.at(-2)
  const owner = named.type === 'ThisExpression' ? ancestors.findLast(isClass) : parent
  const target = owner?.id ?? (owner?.computed ? undefined : (owner?.key ?? owner?.left))
  return target?.type === 'Identifier' && target.name === name.value
}

function isClass({ type }) {
  return type === 'ClassDeclaration' || type === 'ClassExpression'
}

/** `known(value)` compiles for values whose type holds no `any`: neither itself nor in what it lists, promises or calls. */

type IsAny<T> = 0 extends 1 & T ? true : false

/** True for `any`, and for what has it as member, result or argument. */
export type HoldsAny<T> =
  IsAny<T> extends true
    ? true
    : T extends readonly (infer E)[]
      ? IsAny<E> extends true
        ? true
        : T extends readonly [unknown, ...unknown[]]
          ? true extends { [I in keyof T]: IsAny<T[I]> }[number]
            ? true
            : never
          : never
      : T extends PromiseLike<infer R>
        ? HoldsAny<R>
        : T extends Iterable<infer E> | AsyncIterable<infer E>
          ? IsAny<E> extends true
            ? true
            : never
          : T extends (...args: infer A) => infer R
            ? IsAny<R> extends true
              ? true
              : HoldsAny<A>
            : never

/** Nothing happens; values that hold `any` lack an argument. */
export function known<T>(
  _value: T,
  ..._proof: [HoldsAny<T>] extends [never] ? [] : [reason: 'this value holds any']
): void {}

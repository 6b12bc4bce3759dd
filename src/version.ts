/** The version of the package, as code can ask for it; a test holds it to package.json. */

/**
 * Version of this library; the counterpart of `sqlalchemy.__version__`.
 *
 * @example
 * version // '0.1.0'
 */
export const version = '0.1.0'

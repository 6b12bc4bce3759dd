/** Raised for what cannot be said in PostgreSQL's protocol, before anything is sent; nothing happened to the connection. */
export class UnsendableValue extends Error {
  override readonly name = 'UnsendableValue'

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
  }
}

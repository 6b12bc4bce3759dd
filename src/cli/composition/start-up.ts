/** The inputs of the start-up file: cut as a script is, so that commands may stand among them. */
import { readFile } from 'node:fs/promises'
import { checkInput } from '../../shell/kernel/check.js'
import { UsageError } from '../errors.js'
import { splitInputs } from '../plain/split-inputs.js'

/** @throws UsageError when the file cannot be read */
export async function startUpInputs(path: string | null): Promise<readonly string[]> {
  if (path === null) return []
  const inputs: string[] = []
  const lines = (await read(path)).split(/\r?\n/)
  const isCommand = (line: string): boolean => /^[.\\][A-Za-z?]/.test(line)
  for await (const input of splitInputs(lines, { check: checkInput, isCommand })) inputs.push(input)
  return inputs
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`the start-up file ${path} cannot be read`, { cause })
  }
}

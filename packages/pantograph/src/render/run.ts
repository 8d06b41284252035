// Lets the browser run commands because the server says so: after the update that a handler has made.
import { PantographError } from '../errors.ts'
import { PAGE_COMMAND } from '../wire/protocol.ts'
import type { Command } from '../template/command.ts'
import { currentInstance } from './lifecycle.ts'

/**
 * Runs commands in the browser, with the next update and after it: what the update brings can be named. Call it from a
 * handler, or from `onMount`. If the page is not connected at that moment, nothing happens.
 *
 * @param command each part of it names its element by a selector: there is none that it stands on
 * @throws PantographError `PG_COMMAND` for a command whose element is not named, or that waits for a confirmation;
 *   `PG_NO_COMPONENT` outside of a component.
 * @example
 * const save = async () => {
 *   await store()
 *   run(command.closeDialog('#editor').focus('#new'))
 * }
 */
export function run(command: Command): void {
  const { queue } = currentInstance('run()')
  const { selfish, text } = command
  if (selfish !== null) {
    throw new PantographError(
      'PG_COMMAND',
      `run() has no element to begin at: give ${selfish}() a selector`,
    )
  }
  queue.after((_, tell) => tell(PAGE_COMMAND, text))
}

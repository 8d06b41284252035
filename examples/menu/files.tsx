// A menu button, a dialog that asks, and a toast that the server shows when it has done its part.
import { command, run, signal } from 'pantograph'

const NAMES = ['Report.pdf', 'Budget.ods', 'Photo.jpg']

const BUTTON = '#file-button'
const ITEMS = '#file-menu [role=menuitem]'
const LAST = '#file-menu li:last-child [role=menuitem]'

const open = command.show('#file-menu').setAttribute('aria-expanded', 'true', { to: BUTTON })
const close = command.hide('#file-menu').setAttribute('aria-expanded', 'false', { to: BUTTON })
const turn = command
  .toggle('#file-menu')
  .toggleAttribute('aria-expanded', { values: ['true', 'false'] })
  .focus(ITEMS)

const buttonKeys = command.keys({
  ArrowDown: open.focus(ITEMS),
  ArrowUp: open.focus(LAST),
})
const menuKeys = command.keys({
  ArrowDown: command.focusNext(ITEMS),
  ArrowUp: command.focusPrevious(ITEMS),
  Home: command.focus(ITEMS),
  End: command.focus(LAST),
  Escape: close.focus(BUTTON),
  Tab: close.focus(BUTTON),
})
const choose = close.focus(BUTTON)
const showToast = command.show('#toast', { transition: 'rise' })
const hideToast = command.hide('#toast', { transition: 'rise' })

export function Files() {
  const files = signal(NAMES)
  const said = signal('')
  const say = (text: string): void => {
    said.value = text
    run(showToast)
  }
  const duplicate = (): void => {
    const [name = 'Report.pdf'] = files.value
    files.value = [
      ...files.value,
      `Copy ${files.value.length} of ${name.replace(/^Copy \d+ of /, '')}`,
    ]
    say(`${name} was copied.`)
  }
  const remove = (): void => {
    const gone = files.value.length
    files.value = []
    say(gone === 1 ? 'One file was deleted.' : `${gone} files were deleted.`)
  }
  const restore = (): void => {
    files.value = NAMES
    say('The files are back.')
  }
  return () => (
    <section class="panel" aria-labelledby="files-title">
      <h2 id="files-title">Menu, dialog, toast</h2>
      <div class="menu" onClickOutside={close}>
        <button
          id="file-button"
          type="button"
          aria-haspopup="menu"
          aria-expanded="false"
          aria-controls="file-menu"
          onClick={turn}
          onKeyDown={buttonKeys}
        >
          Files
        </button>
        <ul id="file-menu" role="menu" aria-labelledby="file-button" hidden onKeyDown={menuKeys}>
          <li role="none">
            <button type="button" role="menuitem" tabindex="-1" onClick={choose.then(duplicate)}>
              Copy the first
            </button>
          </li>
          <li role="none">
            <button type="button" role="menuitem" tabindex="-1" onClick={choose.then(restore)}>
              Restore
            </button>
          </li>
          <li role="none">
            <button
              type="button"
              role="menuitem"
              tabindex="-1"
              onClick={choose.openDialog('#delete')}
            >
              Delete all…
            </button>
          </li>
        </ul>
      </div>
      <ul class="files">
        {files.value.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      {files.value.length === 0 && <p class="hint">No files.</p>}
      <dialog id="delete" aria-labelledby="delete-title">
        <h3 id="delete-title">Delete all files?</h3>
        <p>This dialog has opened before the server knew of it.</p>
        <p class="line">
          <button type="button" onClick={command.closeDialog().then(remove)}>
            Delete
          </button>
          <button type="button" class="plain" autofocus onClick={command.closeDialog()}>
            Keep them
          </button>
        </p>
      </dialog>
      <div class="toasts" role="status">
        <div id="toast" class="toast" hidden>
          <span>{said.value}</span>
          <button type="button" aria-label="Dismiss" onClick={hideToast}>
            ✕
          </button>
          <span class="clock" aria-hidden="true" onAnimationEnd={hideToast} />
        </div>
      </div>
    </section>
  )
}

// A dialog that is not modal keeps the Tab key, and gives the focus back; a popover needs neither.
import { command, signal } from 'pantograph'

const open = command.show('#settings', { transition: 'unfold' }).trapFocus('#settings')
const close = command.releaseFocus().hide('#settings', { transition: 'unfold' })

export function Settings() {
  const volume = signal(5)
  return () => (
    <section class="panel" aria-labelledby="settings-title">
      <h2 id="settings-title">Panel and popover</h2>
      <p class="line">
        <button id="open-settings" type="button" aria-haspopup="dialog" onClick={open}>
          Settings
        </button>
        <button
          id="open-help"
          type="button"
          class="plain"
          aria-haspopup="dialog"
          onClick={command.showPopover('#help')}
        >
          Help
        </button>
      </p>
      <div
        id="settings"
        class="box"
        role="dialog"
        aria-labelledby="volume-title"
        hidden
        onKeyDown={command.keys({ Escape: close })}
      >
        <h3 id="volume-title">Volume: {volume.value}</h3>
        <p class="line">
          <button type="button" onClick={() => volume.value++}>
            Louder
          </button>
          <button type="button" onClick={() => volume.value--}>
            Softer
          </button>
          <button type="button" class="plain" onClick={close}>
            Done
          </button>
        </p>
      </div>
      <div id="help" class="box" popover="auto" role="dialog" aria-label="Help">
        <p>The Tab key stays in the settings while they are open. Escape closes what is open.</p>
        <p>
          <button type="button" class="plain" onClick={command.hidePopover()}>
            Close
          </button>
        </p>
      </div>
    </section>
  )
}

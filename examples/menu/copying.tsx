// A text for the clipboard, with a word that it is there.
import { command } from 'pantograph'

export function Copying() {
  return (
    <section class="panel" aria-labelledby="copying-title">
      <h2 id="copying-title">Copy</h2>
      <p class="line">
        <code id="install">npm install pantograph</code>
        <button type="button" onClick={command.copy({ from: '#install' }).show('#copied')}>
          Copy
        </button>
        <span role="status">
          <span id="copied" hidden>
            Copied.
          </span>
        </span>
      </p>
    </section>
  )
}

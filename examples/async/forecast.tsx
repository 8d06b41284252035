// A component whose setup awaits. The first HTML waits for a while; what is not there by then comes when it is.
import { abortSignal, signal, Suspense } from 'pantograph'
import { forecast } from './slowly.ts'

export function Weather() {
  const asked = signal(1)

  return () => (
    <section class="panel weather" aria-labelledby="weather">
      <h2 id="weather">Something slow</h2>
      <p class="hint">This takes four seconds. The page comes without it.</p>
      <Suspense key={asked.value} fallback={<p class="waiting">Asking the weather office…</p>}>
        <Forecast />
      </Suspense>
      <button type="button" onClick={() => asked.value++}>
        Ask again
      </button>
    </section>
  )
}

async function Forecast() {
  const text = await forecast(abortSignal())
  return () => <p>{text}</p>
}

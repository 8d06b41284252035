// Components that fail, each in another place, and what stands there instead. The rest of the page goes on.
import { ErrorBoundary, signal } from 'pantograph'

export function Trouble() {
  const failures = signal(0)

  return () => (
    <section class="panel" aria-labelledby="trouble">
      <h2 id="trouble">Trouble</h2>
      <p>
        Survived so far: <output>{failures}</output>
      </p>
      <ErrorBoundary
        fallback={(error, retry) => (
          <div class="failure" role="alert">
            <p>{error instanceof Error ? error.message : 'It has failed.'}</p>
            <button
              type="button"
              onClick={() => {
                failures.value++
                retry()
              }}
            >
              Try again
            </button>
          </div>
        )}
      >
        <Fragile />
      </ErrorBoundary>
    </section>
  )
}

function Fragile() {
  const count = signal(0)
  const isBroken = signal(false)
  const hasChild = signal(false)

  return () => {
    if (isBroken.value) throw new Error('The view has failed.')
    return (
      <div class="line">
        <button type="button" onClick={() => count.value++}>
          Works: {count}
        </button>
        <button
          type="button"
          onClick={() => {
            throw new Error('The handler has failed.')
          }}
        >
          Fail in the handler
        </button>
        <button
          type="button"
          onClick={async () => {
            await Promise.resolve()
            throw new Error('The handler has failed, later.')
          }}
        >
          Fail behind an await
        </button>
        <button type="button" onClick={() => (isBroken.value = true)}>
          Fail in the view
        </button>
        <button type="button" onClick={() => (hasChild.value = true)}>
          Fail in a setup
        </button>
        {hasChild.value && <StillBorn />}
      </div>
    )
  }
}

function StillBorn(): () => null {
  throw new Error('The setup has failed.')
}

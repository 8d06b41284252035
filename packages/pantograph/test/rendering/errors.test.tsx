// What goes wrong: each thing has its code, ends its own session at most, and leaves others alone.
import { describe, expect, test } from 'vitest'
import { effect, onMount, onUnmount, signal } from 'pantograph'
import type { Hello } from '../../src/wire/upstream.ts'
import { open, TestPage } from './page.ts'

const HELLO: Hello = {
  type: 'hello',
  version: 1,
  mode: 0,
  url: '/',
  roots: [],
  ticket: new Uint8Array(0),
  checkpoint: new Uint8Array(0),
  frame: 0,
  first: 1,
  log: [],
}

const withMessage = (message: string): unknown => expect.objectContaining({ message })

/** Two components whose views keep changing what the other one reads, from when it is on. */
function endless() {
  const on = signal(false)
  const [a, b] = [signal(0), signal(0)]
  const Ping = () => () => {
    if (on.value) b.value = a.value + 1
    return <p>{b.value}</p>
  }
  const Pong = () => () => {
    if (on.value) a.value = b.value + 1
    return <p>{a.value}</p>
  }
  return { on, Ping, Pong }
}

describe("the application's code", () => {
  function Fails({ where }: { where: string }) {
    const fail = signal(false)
    if (where === 'setup') throw new Error('in setup')
    return () => {
      if (where === 'view' || fail.value) throw new Error('in view')
      return <button onClick={() => (fail.value = true)}>Fail</button>
    }
  }

  test.each(['setup', 'view'])(
    '%s fails while the page is made: whoever makes it gets the error',
    (where) => {
      expect(() => new TestPage([[Fails, { where }]])).toThrow(`in ${where}`)
    },
  )

  test('an asynchronous setup fails while the page is made', async () => {
    const page = new TestPage([
      [
        async () => {
          await Promise.resolve()
          throw new Error('in setup')
        },
        {},
      ],
    ])
    await page.session.settled(100)
    expect(page.session.failure).toEqual(withMessage('in setup'))
  })

  test('a view fails later: PG_COMPONENT_FAILED, the log has it in full, the browser a code', async () => {
    const ended: string[] = []
    const Ends = () => {
      onUnmount(() => void ended.push('unmounted'))
      return () => <Fails where="later" />
    }
    const page = await open(Ends)
    page.find('button').click()
    await page.settle()
    expect(page.ended).toBe('PG_COMPONENT_FAILED 2')
    expect(page.log).toEqual([
      {
        level: 'error',
        message: 'PG_COMPONENT_FAILED',
        data: expect.objectContaining({ error: withMessage('in view') }),
      },
    ])
    expect(Buffer.concat(page.down).toString()).not.toContain('in view')
    expect([page.session.state, ended]).toEqual(['closed', ['unmounted']])
  })

  // An unhandled rejection would fail the test run, as it would end a server.
  const late = async (): Promise<never> => {
    await Promise.resolve()
    throw new Error('late')
  }
  test.each<[string, () => unknown]>([
    ['onMount', () => onMount(late)],
    ['an effect', () => effect(late)],
  ])('%s fails behind an await: the same as before it', async (_, setup) => {
    const page = await open(() => {
      setup()
      return () => <p />
    })
    await page.settle()
    expect(page.log.map(({ message }) => message)).toEqual(['PG_COMPONENT_FAILED'])
  })

  test.each<[string, () => unknown]>([
    ['onMount', () => onMount(late)],
    ['an effect', () => effect(late)],
  ])('%s of a component that is gone may fail', async (_, setup) => {
    const shown = signal(false)
    const Part = () => {
      setup()
      shown.value = false
      return () => <p />
    }
    const page = await open(() => () => <div>{shown.value && <Part />}</div>)
    shown.value = true
    await page.settle()
    expect(page.session.state).toBe('live')
  })

  test.each<[string, () => unknown]>([
    ['onUnmount', () => onUnmount(late as () => never)],
    ['the clean-up of onMount', () => onMount(() => late)],
    ['the clean-up of an effect', () => effect(() => late)],
  ])('%s fails behind an await: it is logged', async (_, setup) => {
    const page = await open(() => {
      setup()
      return () => <p />
    })
    page.session.close('PG_GONE', 2)
    await page.settle()
    expect(page.log.map(({ message }) => message)).toEqual(['PG_COMPONENT_FAILED'])
  })

  test('a promise that stands where content should fails: only its place is reported', async () => {
    const Page = () => () => <p>{late() as never}</p>
    expect(() => new TestPage([[Page, {}]])).toThrow('a promise stands where content should')
    await new Promise((resolve) => setImmediate(resolve))
  })

  test.each([
    [
      'at once',
      () => {
        throw new Error('in handler')
      },
    ],
    [
      'after an await',
      async () => {
        await Promise.resolve()
        throw new Error('in handler')
      },
    ],
    [
      'with something that is no error',
      () => {
        throw 'in handler' // oxlint-disable-line no-throw-literal
      },
    ],
  ])('a handler fails %s: PG_HANDLER, and the page goes on', async (_, handler) => {
    const count = signal(0)
    const Page = () => () => (
      <p>
        <a onClick={handler} />
        <b onClick={() => count.value++}>{count}</b>
      </p>
    )
    const page = await open(Page)
    page.find('a').click()
    page.find('b').click()
    await page.settle()
    expect(page.find('b').textContent).toBe('1')
    expect(page.ended).toBeNull()
    expect(page.log).toEqual([
      {
        level: 'error',
        message: 'PG_HANDLER: a handler failed',
        data: expect.objectContaining({ component: 'Page' }),
      },
    ])
    expect(page.down.map((message) => Buffer.from(message).toString())).toContain(
      '\u0004PG_HANDLER',
    )
  })

  test('views that keep changing what they read are PG_LOOP', async () => {
    const { on, Ping, Pong } = endless()
    const page = await open(() => [<Ping key="a" />, <Pong key="b" />])
    on.value = true
    await page.settle()
    expect(page.ended).toBe('PG_COMPONENT_FAILED 2')
    expect(page.log[0]?.data).toMatchObject({ error: { code: 'PG_LOOP' } })
  })

  test('an effect that always changes what it reads is PG_LOOP, not a frame for each of its runs', async () => {
    const Page = () => {
      const isOn = signal(false)
      const count = signal(0)
      effect(() => {
        if (isOn.value) count.value++
        if (count.peek() > 1000) throw new Error('runs for ever')
      })
      return () => <button onClick={() => (isOn.value = true)}>{count}</button>
    }
    const page = await open(Page)
    page.find('button').click()
    await page.settle()
    expect(page.ended).toBe('PG_COMPONENT_FAILED 2')
    expect(page.log).toEqual([
      expect.objectContaining({
        data: expect.objectContaining({ error: expect.objectContaining({ code: 'PG_LOOP' }) }),
      }),
    ])
  })

  test('the same behind a handler that takes its time, while a page comes back: it ends the page alone', async () => {
    const { on, Ping, Pong } = endless()
    const start = async (): Promise<void> => {
      await Promise.resolve()
      on.value = true
    }
    const page = await open(() => () => (
      <section onClick={start} onKeyDown={() => {}}>
        <Ping />
        <Pong />
      </section>
    ))
    await page.moveOn(() => {
      page.find('section').click()
      page.fire(page.find('section'), 'keydown')
    })
    page.reconnect()
    await page.settle()
    expect(page.ended).toBe('PG_COMPONENT_FAILED 2')
  })

  test('one session that fails takes no other with it', async () => {
    const shared = signal(0)
    const Fragile = () => () => {
      if (shared.value === 1) throw new Error('fragile')
      return <p>{shared.value}</p>
    }
    const sturdy = await open(() => () => <p>{shared.value}</p>)
    const fragile = await new TestPage([[Fragile, {}]]).load()
    fragile.session.link.attach(
      { send: (bytes) => void fragile.down.push(bytes), close: () => {}, pause: () => {} },
      { ...HELLO, url: '/page' },
      'adopt',
    )
    shared.value = 1
    await sturdy.settle()
    expect(fragile.ended).toBe('PG_COMPONENT_FAILED 2')
    expect(sturdy.find('p').textContent).toBe('1')
    shared.value = 2
    await sturdy.settle()
    expect(sturdy.find('p').textContent).toBe('2')
    expect([sturdy.ended, sturdy.log]).toEqual([null, []])
  })
})

describe('input that no page of ours sends', () => {
  const RELOAD = 0
  test.each<[string, string, number[]]>([
    ['an unknown block', 'PG_UNKNOWN_BLOCK', [0, 99, 0]],
    ['a block number of 32 bits', 'PG_UNKNOWN_BLOCK', [0, 255, 255, 255, 255, 15, 0]],
    ['a slot that does not exist', 'PG_NO_HANDLER', [0, 1, 9]],
    ['a slot without a handler', 'PG_NO_HANDLER', [0, 0, 0]],
    ['a payload that is malformed', 'PG_WIRE', [0, 1, 0, 0, 0]],
    ['a second HELLO', 'PG_WIRE', [1, 1, 0, 1, 47, 1, 0, 0]],
    ['an acknowledgement of frames that were never sent', 'PG_WIRE', [10, 5]],
    ['an unknown type', 'PG_WIRE', [7]],
    ['nothing', 'PG_WIRE', []],
    ['a truncated event', 'PG_WIRE', [0, 128]],
    ['an address that is none', 'PG_WIRE', [4, 65]],
  ])('%s: %s, the page is loaded anew', async (_, code, bytes) => {
    const page = await open(() => () => <button onClick={() => {}}>Press</button>)
    await page.inject(...bytes)
    expect(page.ended).toBe(`${code} ${RELOAD}`)
    expect(page.session.state).toBe('closed')
    expect(page.log).toEqual([
      expect.objectContaining({ level: 'warn', message: `${code}: illegal input` }),
    ])
    expect(page.left).toEqual(['reload'])
    await page.inject(0, 1, 0)
    expect(page.log.length).toBe(1)
  })

  test('a second REPAIR, which could be the first of many that nobody reads the answers of: PG_WIRE', async () => {
    const page = await open(() => () => <p />)
    await page.inject(5)
    expect(page.session.state).toBe('live')
    await page.inject(5)
    expect(page.ended).toBe(`PG_WIRE ${RELOAD}`)
  })

  test('an event of a spread that no handler was ever given for is ignored', async () => {
    const page = await open(() => () => <p {...{ onClick: () => {} }}>text</p>)
    const compiled = process.env['PANTOGRAPH_FRONT_END'] === 'compiled'
    if (compiled) await page.inject(0, 1, 0, 5, ...Buffer.from('keyup'), 0, 1, 65)
    expect(page.ended).toBeNull()
  })

  test('random messages end the session with a code, or are taken; nothing else happens', async () => {
    const random = (max: number): number => Math.floor(next() * max)
    let state = 42
    const next = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
    const codes = new Set<string | null>()
    for (let run = 0; run < 100; run++) {
      const page = await new TestPage([
        [() => () => <input value="" onInput={() => {}} />, {}],
      ]).load()
      const transport = {
        send: (bytes: Uint8Array) => void page.down.push(bytes),
        close: () => {},
        pause: () => {},
      }
      page.session.link.attach(transport, { ...HELLO, url: '/page' }, 'adopt')
      for (let i = 0; i < 10; i++) {
        page.session.link.receive(
          Uint8Array.from({ length: random(8) }, (_, at) =>
            random(at === 0 ? 14 : random(2) ? 3 : 256),
          ),
          transport,
        )
        await Promise.resolve()
      }
      codes.add(page.ended)
      expect(page.log.filter(({ level }) => level === 'error')).toEqual([])
    }
    expect([...codes].every((code) => code === null || code.endsWith(' 0'))).toBe(true)
    expect(codes.size).toBeGreaterThan(2)
  })
})

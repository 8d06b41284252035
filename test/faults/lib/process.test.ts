import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ServerProcess } from './process.ts'
import { FaultyProxy } from './proxy.ts'
import { IS_POSIX } from './run.ts'
import type { Launch } from './run.ts'

/** Echoes; ends with 0 on SIGTERM; prints its URL in two pieces. */
const ECHO = `
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => {})
    socket.pipe(socket)
  })
  server.listen(Number(process.env.PORT), '127.0.0.1', () => {
    process.stdout.write('listening on http://127.0.0')
    setTimeout(() => console.log('.1:' + server.address().port + '/app/'), 20)
  })
  process.on('SIGTERM', () => {
    console.error('bye')
    process.exit()
  })
`
const running: { end(signal: 'SIGKILL'): Promise<unknown> }[] = []

async function start(code = ECHO, launch: Partial<Launch> = {}): Promise<ServerProcess> {
  const server = await ServerProcess.start({ args: ['-e', code], ...launch })
  running.push(server)
  return server
}

async function ask(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(text)
  try {
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return answer.toString()
  } finally {
    socket.destroy()
  }
}

/** A process that waits for init to collect it is dead; where there is no /proc, init is quick. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return (
      !existsSync('/proc/self/stat') || !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    )
  } catch {
    return false
  }
}

const until = (check: () => void): Promise<void> =>
  vi.waitFor(check, { timeout: 10_000, interval: 10 })

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.end('SIGKILL')))
})

describe('ServerProcess', () => {
  test('starts a server, and ends it', async () => {
    const server = await start()
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/app/`)
    expect(await ask(server.port, 'hello')).toBe('hello')
    expect(await server.end()).toEqual({ code: 0, signal: null })
    expect(server.output).toBe(`listening on ${server.url}\nbye\n`)
    expect([server.isRunning, isAlive(server.pid)]).toEqual([false, false])
    expect(await server.end()).toEqual({ code: 0, signal: null })
  })

  test('starts again on the same port, after a crash and in place of a running one', async () => {
    const server = await start()
    const { pid, port, exited } = server
    server.kill('SIGKILL')
    expect(await exited).toEqual({ code: null, signal: 'SIGKILL' })
    await server.restart()
    expect(server.port).toBe(port)
    expect(server.pid).not.toBe(pid)
    await server.restart('SIGTERM')
    expect(await ask(port, 'again')).toBe('again')
  })

  test('waits for the port when something else has it for a moment', async () => {
    const server = await start()
    await server.end()
    const thief = await start(ECHO, { env: { PORT: String(server.port) } })
    const restarted = server.restart()
    await until(() => expect(server.output).toContain('EADDRINUSE'))
    await thief.end()
    await restarted
    expect(await ask(server.port, 'mine')).toBe('mine')
  })

  test.runIf(IS_POSIX)('is stopped and goes on; and can be ended when stopped', async () => {
    const server = await start()
    server.kill('SIGSTOP')
    let answer = ''
    const asked = ask(server.port, 'wait').then((text) => (answer = text))
    await new Promise((done) => setTimeout(done, 100))
    expect(answer).toBe('')
    server.kill('SIGCONT')
    expect(await asked).toBe('wait')
    server.kill('SIGSTOP')
    expect(await server.end()).toEqual({ code: 0, signal: null })
  })

  test('a server that ends before it listens: the error has its output', async () => {
    const failed = start(`console.error('no ' + 'database'); process.exit(3)`)
    await expect(failed).rejects.toThrow('the server ended:\nno database')
  })

  test('a server that says nothing in time is killed', async () => {
    const failed = start(`console.log(process.pid); setInterval(() => {}, 1000)`, {
      startsWithin: 300,
    })
    const error = await failed.catch((error: Error) => error)
    expect(String(error)).toContain('the server did not start in time:\n')
    const pid = Number(/\d+/.exec(String(error))?.[0])
    await until(() => expect(isAlive(pid)).toBe(false))
  })

  test('a process that cannot be started', async () => {
    await expect(start(ECHO, { cwd: '/no/such/folder' })).rejects.toThrow('ENOENT')
  })

  test('the line to wait for, arguments and environment are free', async () => {
    const server = await start('', {
      args: ['-e', `${ECHO}\nconsole.log('http://wrong/', process.env.WORD)`],
      env: { WORD: 'given' },
      ready: /listening on (\S+)/,
    })
    expect(server.url).toContain('/app/')
    expect(server.output).toContain('http://wrong/ given')
  })

  test('behind a proxy: a killed server resets the client, a restarted one answers', async () => {
    const server = await start()
    const proxy = await FaultyProxy.to(server.target)
    expect(await ask(proxy.port, 'one')).toBe('one')
    await server.end('SIGKILL')
    await expect(ask(proxy.port, 'two')).rejects.toThrow('ECONNRESET')
    await server.restart()
    expect(await ask(proxy.port, 'three')).toBe('three')
    await proxy.close()
  })
})

/** A server that starts a process of its own, and is deaf: it neither hears SIGTERM nor turns its loop. */
const DEAF = `
  process.on('SIGTERM', () => {})
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  child.once('spawn', () => {
    require('node:fs').writeSync(1, 'http://' + child.pid + '.test/\\n')
    for (;;) if (process.env.BUSY !== 'yes') break
  })
`

describe.runIf(IS_POSIX)('no child outlives the test', () => {
  test('what a server has started ends with it', async () => {
    const server = await start(DEAF)
    const grandchild = Number(new URL(server.url).hostname.split('.')[0])
    expect(isAlive(grandchild)).toBe(true)
    await server.end('SIGKILL')
    await until(() => expect(isAlive(grandchild)).toBe(false))
  })

  test.each(['SIGKILL', 'SIGINT', 'exit'] as const)('a test process ends by %s', async (how) => {
    const folder = await mkdtemp(join(tmpdir(), 'pantograph-faults-'))
    const file = join(folder, 'tests.ts')
    await writeFile(
      file,
      `import { ServerProcess } from ${JSON.stringify(resolve(import.meta.dirname, 'process.ts'))}
      const args = ['-e', ${JSON.stringify(DEAF)}]
      const busy = await ServerProcess.start({ args, env: { BUSY: 'yes' } })
      const stopped = await ServerProcess.start({ args })
      stopped.kill('SIGSTOP')
      const pids = [busy, stopped].flatMap(({ pid, url }) => [pid, parseInt(new URL(url).hostname)])
      console.log(JSON.stringify(pids))
      if (process.argv[2] === 'exit') process.exit()
      setInterval(() => {}, 1000)`,
    )
    const tests = spawn(process.execPath, [file, how], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [printed] = (await once(tests.stdout, 'data')) as [Buffer]
    const pids = JSON.parse(printed.toString()) as number[]
    expect(pids).toHaveLength(4)
    if (how !== 'exit') tests.kill(how)
    await until(() => expect(pids.filter(isAlive)).toEqual([]))
    await rm(folder, { recursive: true })
  })

  test('a test process that has ended its servers ends by itself', async () => {
    const module = resolve(import.meta.dirname, 'process.ts')
    const code = `
      const { ServerProcess } = await import(${JSON.stringify(module)})
      const server = await ServerProcess.start({ args: ['-e', ${JSON.stringify(ECHO)}] })
      await server.end()
      console.log('done')`
    const args = ['--input-type=module', '-e', code]
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 })
    expect(stdout).toBe('done\n')
  })
})

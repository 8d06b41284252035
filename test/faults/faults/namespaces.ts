// A network of its own: the server stands in another network namespace, behind a link that is really slow, lossy or
// down. Needs root and Linux's `ip` and `tc`; where those are missing it is said and skipped.
import { spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { SECOND } from '../fault.ts'
import type { Fault } from '../fault.ts'

const NAME = `pg${process.pid}`
const OUTER = `${NAME}a`
const INNER = `${NAME}b`
// Of a range that is set aside for tests between networks (RFC 2544).
const HERE = '198.18.37.1'
const THERE = '198.18.37.2'

/** What went wrong; null if nothing did. */
function run(command: string): string | null {
  const [program = '', ...args] = command.split(' ')
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status === 0) return null
  return `${command}: ${error?.message ?? stderr.trim().split('\n')[0]}`
}

function tear(): void {
  run(`ip netns del ${NAME}`)
}

/** Why there can be no such network here. */
function build(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux'
  const steps = [
    `ip netns add ${NAME}`,
    `ip link add ${OUTER} type veth peer name ${INNER} netns ${NAME}`,
    `ip addr add ${HERE}/30 dev ${OUTER}`,
    `ip link set ${OUTER} up`,
    `ip -n ${NAME} addr add ${THERE}/30 dev ${INNER}`,
    `ip -n ${NAME} link set lo up`,
    `ip -n ${NAME} link set ${INNER} up`,
  ]
  for (const step of steps) {
    const problem = run(step)
    if (problem === null) continue
    tear()
    return problem
  }
  process.once('exit', tear)
  return null
}

let problem: string | null | undefined

function noNetwork(): string | null {
  if (problem === undefined) problem = build()
  return problem
}

const SLOW = 'root netem delay 100ms 20ms loss 1%'

function noSlowNetwork(): string | null {
  const why = noNetwork()
  if (why !== null) return why
  const refused = run(`tc qdisc add dev ${OUTER} ${SLOW}`)
  if (refused === null) run(`tc qdisc del dev ${OUTER} root`)
  return refused
}

const shared = {
  setting: { wrapper: ['ip', 'netns', 'exec', NAME], env: { HOST: THERE } },
  via: ({ server }: { server: { url: string } }) => server.url,
}

export const NAMESPACES: readonly Fault[] = [
  {
    ...shared,
    name: 'network namespace: 200 ms and 2 % loss',
    skip: noSlowNetwork,
    async run(_, seconds) {
      run(`tc qdisc add dev ${OUTER} ${SLOW}`)
      run(`ip netns exec ${NAME} tc qdisc add dev ${INNER} ${SLOW}`)
      await pause(seconds * SECOND)
      run(`tc qdisc del dev ${OUTER} root`)
      run(`ip netns exec ${NAME} tc qdisc del dev ${INNER} root`)
    },
  },
  {
    ...shared,
    name: 'network namespace: the link is down for 4 s',
    skip: noNetwork,
    async run() {
      await pause(SECOND)
      run(`ip link set ${OUTER} down`)
      await pause(4 * SECOND)
      run(`ip link set ${OUTER} up`)
      await pause(2 * SECOND)
    },
  },
  {
    ...shared,
    name: 'network namespace: connections are killed by the system',
    skip: () => noNetwork() ?? run(`ss -K dst 192.0.2.1`),
    async run(_, seconds) {
      for (let i = 0; i < seconds; i++) {
        await pause(SECOND)
        run(`ss -K dst ${THERE}`)
      }
    },
  },
]

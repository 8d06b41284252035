// The floor: what a bare `ws` server costs that does the same by hand. It receives the 4 bytes of a click and
// answers the 5 bytes of its frame; a tick sends the 3 bytes of a pushed number to everybody.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { control, listen } from '../lib/control.ts'

type Counting = WebSocket & { count?: number }

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })

function onMessage(this: Counting, message: Buffer): void {
  // An acknowledgement, as the browser sends it, changes nothing.
  if (message.length < 4) return
  this.count = (this.count as number) + 1
  this.send(Uint8Array.of(8, 1, 18, 2, this.count & 127))
}

function ignore(): void {}

const server = createServer((req, res) => {
  const answered = control(req, res, {
    tick(n) {
      for (const socket of sockets.clients) socket.send(Uint8Array.of(18, 2, n & 127))
    },
    counts: () => ({ sessions: { live: sockets.clients.size } }),
  })
  if (!answered) res.end('<!doctype html><button>Clicked 0 times</button>')
})
server.on('upgrade', (req, socket, head) => {
  sockets.handleUpgrade(req, socket, head, (opened) => {
    ;(opened as Counting).count = 0
    opened.on('message', onMessage)
    opened.on('error', ignore)
  })
})
listen(server, 4001)

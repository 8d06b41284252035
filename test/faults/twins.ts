// Connections that say HELLO with a ticket which is not theirs: at the same time as the page itself, and later.
import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { dial } from './by-hand.ts'
import type { Visitor } from './visitor.ts'

const LATER = 150

/** Doubles each connection that a page makes from now on. Ended by what it gives, which says how many there were. */
export function twins(visitors: readonly Visitor[], via: () => string): () => number {
  const sockets = new Set<WebSocket>()
  let isOn = true
  let count = 0
  const copy = (hello: Uint8Array): void => {
    if (!isOn) return
    count++
    const socket = dial(via())
    sockets.add(socket)
    socket.on('open', () => socket.send(hello))
    socket.on('close', () => sockets.delete(socket))
  }
  for (const { page } of visitors) {
    const connected = page.connected.bind(page)
    page.connected = (socket) => {
      const send = socket.send.bind(socket)
      socket.send = (hello) => {
        socket.send = send
        copy(hello)
        send(hello)
        void pause(LATER).then(() => copy(hello))
      }
      connected(socket)
    }
  }
  return () => {
    isOn = false
    for (const socket of sockets) socket.terminate()
    return count
  }
}

// What a session needs only while it is awake: all of it can be made again.
import { EffectQueue } from '../reactivity/scope.ts'
import type { Scope } from '../reactivity/scope.ts'
import { Tree } from '../render/tree.ts'
import type { TreeOwner } from '../render/tree-owner.ts'
import { Inbox } from './inbox.ts'
import type { InboxOwner, SessionLimits } from './inbox.ts'
import type { Ledger } from './ledger.ts'

export class Works {
  readonly effects: EffectQueue
  readonly scope: Scope
  readonly tree: Tree
  readonly inbox: Inbox

  constructor(owner: TreeOwner & InboxOwner, ledger: Ledger, limits: SessionLimits) {
    this.effects = new EffectQueue((error) => owner.onError(error, ''))
    this.scope = { effects: this.effects, own: () => {} }
    this.tree = new Tree(owner)
    this.inbox = new Inbox(owner, ledger, limits)
  }
}

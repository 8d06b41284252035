// Shows random trees (shape.ts) with components of all kinds. Elements say in `data-at` where they stand: the way
// from the root, by kinds, places and keys. Who stands there before and after a change must be the same element.
import {
  computed,
  effect,
  ErrorBoundary,
  Head,
  Portal,
  raw,
  resource,
  stream,
  Suspense,
} from 'pantograph'
import type { Child, Resource } from 'pantograph'
import { FAILS } from './shape.ts'
import type { AwaitedShape, GuardedShape, Item, Shape } from './shape.ts'
import {
  contents,
  failingAt,
  fetched,
  pause,
  root,
  sourceOf,
  title,
  valueOr,
} from './shape-signals.tsx'

interface Placed {
  readonly shape: Shape
  readonly at: string
}

export const Page = () => () => (
  <>
    {title.value !== null && (
      <Head>
        <title>{title.value}</title>
      </Head>
    )}
    <Show shape={root.value} at="" />
  </>
)

function Show({ shape, at }: Placed) {
  return show(shape, at)
}

/** As Show, with a setup. */
function Wrapped(props: Placed) {
  const shape = computed(() => props.shape)
  return ({ at }: Placed) => show(shape.value, at)
}

function Around({ children, at }: { children?: Child; at: string }) {
  return <section data-at={at}>{children}</section>
}

interface ChoiceProps {
  readonly which: number
  readonly a: Shape
  readonly b: Shape
  readonly at: string
}

function Choice(_: ChoiceProps) {
  return ({ which, a, b, at }: ChoiceProps) =>
    sourceOf(which).value % 2 ? show(a, `${at}/a`) : <Show shape={b} at={`${at}/b`} />
}

function show(shape: Shape, at: string): Child {
  switch (shape.kind) {
    case 'text':
      return shape.text
    case 'box':
      at += '/box'
      return (
        <div title={shape.text as string} class={{ on: shape.text !== null }} data-at={at}>
          {show(shape.a, `${at}/a`)} and <Show shape={shape.b} at={`${at}/b`} />
        </div>
      )
    case 'fragment':
      at += '/fragment'
      return (
        <>
          {shape.text}
          {show(shape.a, `${at}/a`)}
          {show(shape.b, `${at}/b`)}
        </>
      )
    case 'keyed':
      return shape.items.map((item) => showItem(item, `${at}/keyed`))
    case 'positions':
      at += '/positions'
      return <ul data-at={at}>{shape.items.map((item, i) => show(item.shape, `${at}/${i}`))}</ul>
    case 'wrapped':
      return <Wrapped shape={shape.shape} at={`${at}/wrapped`} />
    case 'children':
      at += '/children'
      return <Around at={at}>{show(shape.shape, at)}</Around>
    case 'choice':
      return <Choice which={shape.which} a={shape.a} b={shape.b} at={`${at}/choice`} />
    default:
      return showLeaf(shape, at)
  }
}

function showLeaf(shape: Shape, at: string): Child {
  switch (shape.kind) {
    case 'svg':
      return (
        <svg viewBox="0 0 1 1" data-at={`${at}/svg`}>
          <text x={shape.number}>{shape.text}</text>
        </svg>
      )
    case 'bound':
      return sourceOf(shape.which)
    case 'boundContent':
      return <span data-at={`${at}/content`}>{contents[shape.which]}</span>
    case 'boundAttributes':
      return showAttributes(shape.which, `${at}/attributes`)
    case 'raw':
      return raw(shape.html, shape.tag)
    case 'meta':
      return <Meta which={shape.which} at={`${at}/meta`} />
    case 'feed':
      at += `/${shape.items.join()}`
      return <Feed key={at} items={shape.items} at={at} />
    default:
      return showSpecial(shape, at)
  }
}

function showAttributes(which: number, at: string) {
  const source = sourceOf(which)
  return (
    <em
      title={source}
      hidden={contents[which] as never}
      {...{ 'data-number': source }}
      data-at={at}
    />
  )
}

function showSpecial(shape: Shape, at: string): Child {
  if (shape.kind === 'guarded') return <Guarded {...shape} at={`${at}/${shape.how}`} />
  if (shape.kind === 'awaited') return <Awaited {...shape} at={`${at}/await ${shape.how}`} />
  if (shape.kind !== 'portal') throw new Error(`no such shape: ${shape.kind}`)
  at += '/portal'
  return (
    <Portal to={shape.to}>
      <div data-at={at} data-to={shape.to}>
        {show(shape.shape, at)}
      </div>
    </Portal>
  )
}

function showItem({ key, shape }: Item, list: string): Child {
  const at = `${list}/${key}`
  if (key % 3 === 0) return <Show key={key} shape={shape} at={at} />
  if (key % 3 === 1) return <Wrapped key={key} shape={shape} at={at} />
  return (
    <article key={key} data-at={at}>
      {show(shape, at)}
    </article>
  )
}

// Leaves

function Meta({ which, at }: { which: number; at: string }) {
  return (
    <Head>
      <meta name={at} content={sourceOf(which)} />
    </Head>
  )
}

interface FeedProps {
  readonly items: readonly number[]
  readonly at: string
}

function Feed({ items }: FeedProps) {
  const feed = stream<number, number>({ key: (item) => item })
  feed.append(...items)
  return ({ at }: FeedProps) => (
    <ol data-at={at}>
      {feed.show((item) => (
        <li data-at={`${at}/${item}`}>{item}</li>
      ))}
    </ol>
  )
}

// What fails

type GuardedProps = GuardedShape & { readonly at: string }

function Guarded({ how, which, slow, shape, at }: GuardedProps) {
  const Content = FAILING[how]
  return (
    <ErrorBoundary fallback={(_, retry) => <Failed which={which} retry={retry} />}>
      <Content how={how} which={which} slow={slow} shape={shape} at={at} />
    </ErrorBoundary>
  )
}

/** Tries again as soon as that may go well. */
function Failed(props: { which: number; retry: () => void }) {
  effect(() => {
    if (sourceOf(props.which).value !== FAILS) props.retry()
  })
  return (_: { which: number }) => <q data-awake>failed</q>
}

type Failing = Omit<GuardedProps, 'kind'>

function FailsInView({ how, which, shape, at }: Failing) {
  const value = failingAt(which)
  if (how === 'text')
    return (
      <div data-at={at}>
        {show(shape, at)}
        {value}
      </div>
    )
  if (how === 'attribute')
    return (
      <div title={value} data-at={at}>
        {show(shape, at)}
      </div>
    )
  if (how === 'spread')
    return (
      <div {...{ title: value }} data-at={at}>
        {show(shape, at)}
      </div>
    )
  return value.value < FAILS && show(shape, at)
}

function FailsInSetup(props: Failing) {
  valueOr(sourceOf(props.which).peek())
  return ({ which, shape, at }: Failing) => failingAt(which).value < FAILS && show(shape, at)
}

function FailsInEffect(props: Failing) {
  effect(() => void failingAt(props.which).value)
  return ({ shape, at }: Failing) => (
    <div data-awake data-at={at}>
      {show(shape, at)}
    </div>
  )
}

async function FailsLate(props: Failing) {
  await pause(props.slow)
  return FailsInSetup(props)
}

function FailsInData(props: Failing) {
  const data = resource(() => fetched(props.which, props.slow, valueOr))
  return ({ shape, at }: Failing) => (
    <div data-at={at}>
      {data.value}
      {show(shape, at)}
    </div>
  )
}

const FAILING = {
  setup: FailsInSetup,
  view: FailsInView,
  text: FailsInView,
  attribute: FailsInView,
  spread: FailsInView,
  effect: FailsInEffect,
  'late setup': FailsLate,
  data: FailsInData,
}

// What is to come

type AwaitedProps = AwaitedShape & { readonly at: string }

function Awaited(props: AwaitedProps) {
  const { how, slow, fallback, shape, at } = props
  if (how === 'bare setup') return <Late slow={slow} shape={shape} at={at} />
  if (how === 'setup')
    return (
      <Suspense fallback={<Show shape={fallback} at={`${at}/fallback`} />}>
        <Late slow={slow} shape={shape} at={at} />
      </Suspense>
    )
  return <Fetches {...props} />
}

async function Late({ slow }: Placed & { slow: number }) {
  await pause(slow)
  return ({ shape, at }: Placed) => <dfn data-at={at}>{show(shape, at)}</dfn>
}

function Fetches(props: AwaitedProps) {
  const data = resource(() => fetched(props.which, props.slow))
  return ({ how, fallback, shape, at }: AwaitedProps) => (
    <Suspense fallback={show(fallback, `${at}/fallback`)}>
      {how === 'reader' ? (
        <Reader data={data} shape={shape} at={at} />
      ) : (
        () => (
          <dfn data-at={at} title={String(data.value)}>
            {show(shape, at)}
          </dfn>
        )
      )}
    </Suspense>
  )
}

function Reader({ data, shape, at }: Placed & { data: Resource<number> }) {
  return (
    <dfn data-at={at}>
      {data.value}
      {show(shape, at)}
    </dfn>
  )
}

// What the catalogue's books are called. Made up, always the same.
const words = (text: string): readonly string[] => text.split(' ')

const QUALITIES = words(
  'Amber Silent Broken Winter Northern Last Hidden Golden Borrowed Distant Electric Forgotten Hollow Invisible ' +
    'Jealous Kindred Little Midnight Nameless Open Patient Quiet Restless Scarlet Tender Upper Velvet Wild Young Zealous',
)
const THINGS = words(
  'River Harbour Garden Letter Clock Mountain Window Island Archive Bridge Cartographer Daughter Engine Forest Ghost ' +
    'House Inventor Journey Kingdom Lighthouse Machine Notebook Orchard Pilot Question Railway Shadow Theatre Umbrella ' +
    'Violin Watchmaker Xylophone Year Zoo',
)
const PLACES = words(
  'Aleppo Bergen Cusco Dakar Essen Fez Galway Hobart Izmir Jaipur Kyoto Lisbon Malmö Nairobi Oran Porto Quito Reykjavík ' +
    'Split Tartu Utrecht Valencia Warsaw Xalapa York Zürich',
)
const FIRST = words(
  'Ada Boris Chen Dorothea Emeka Freya Giulia Hamid Ingrid Jorge Keiko Liam Miriam Nikos Olga Pablo Quinn Rosa Said ' +
    'Tomás Ulla Vera Wanda Ximena Yusuf Zoë',
)
const LAST = words(
  'Abbott Björk Castillo Dubois Eriksen Fischer García Haddad Ivanova Jansen Kowalski Lindqvist Moreau Nakamura Okafor ' +
    'Petrov Quiroga Rossi Silva Tanaka Umarov Vogel Weber Xu Yamada Zhang',
)

export interface Book {
  readonly title: string
  readonly author: string
  readonly year: number
}

/** The book with that number: the same one in every process. */
export function bookAt(number: number): Book {
  const pick = generator(number)
  const title = `The ${of(QUALITIES, pick)} ${of(THINGS, pick)} of ${of(PLACES, pick)}`
  return { title, author: `${of(FIRST, pick)} ${of(LAST, pick)}`, year: 1850 + pick(176) }
}

const of = (list: readonly string[], pick: (count: number) => number): string =>
  list[pick(list.length)] as string

/** Numbers below a count that look as if they were drawn by lot: mulberry32. */
function generator(seed: number): (count: number) => number {
  let state = Math.imul(seed + 1, 0x9e37_79b9)
  return (count) => {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count
  }
}

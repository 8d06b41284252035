// Services that take their time, as a database or somebody else's server may. Each can be given up.
import { setTimeout as wait } from 'node:timers/promises'

const RIVERS = [
  'Amazon, Brahmaputra, Colorado, Congo, Danube, Dnieper, Elbe, Euphrates, Ganges, Indus, Lena, Limpopo, Loire, Mekong',
  'Mississippi, Murray, Niger, Nile, Oder, Orinoco, Po, Rhine, Rhone, Seine, Tagus, Thames, Tigris, Vistula, Volga, Yukon',
]
  .join(', ')
  .split(', ')

const SEARCH = 400
const FORECAST = 4000
const PAGE = 150

export async function searchRivers(term: string, signal: AbortSignal): Promise<string[]> {
  await wait(SEARCH, undefined, { signal })
  if (term === 'fail') throw new Error('The search engine is out of order.')
  return RIVERS.filter((river) => river.toLowerCase().includes(term.toLowerCase()))
}

export async function forecast(signal: AbortSignal): Promise<string> {
  await wait(FORECAST, undefined, { signal })
  return `Sunny, as of ${new Date().toISOString().slice(11, 19)} UTC.`
}

export async function printPage(signal: AbortSignal): Promise<void> {
  await wait(PAGE, undefined, { signal })
}

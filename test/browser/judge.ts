// What others say about a page: a validator of HTML, axe, and the eye of who uses the keyboard or a phone.
import axe from 'axe-core'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import type { Page } from 'playwright-core'

/** The rules of the HTML standard, not those of taste; accessibility is for axe, which sees the styles too. */
const validator = new HtmlValidate(new StaticConfigLoader({ extends: ['html-validate:standard'] }))

/** What is wrong with a document as the HTML standard sees it, with line and column. */
export async function invalid(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  return results
    .flatMap(({ messages }) => messages)
    .map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`)
}

/** What axe finds, less the rules of `exempt`. The page's policy must be bypassed: it forbids axe as well. */
export async function violations(page: Page, exempt: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async (exempt) => {
    const rules = Object.fromEntries(exempt.map((rule) => [rule, { enabled: false }]))
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe }
    const found = await inPage.run({ rules })
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }, exempt)
}

/** How many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

/** How often Tab leads on, at most `steps` times, and where nothing shows that the focus is there. */
export async function tabThrough(
  page: Page,
  steps = 30,
): Promise<{ stops: number; unseen: string[] }> {
  const unseen: string[] = []
  for (let stops = 0; stops < steps; stops++) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(focusMark)
    if (seen === null) return { stops, unseen }
    if (!seen.isMarked) unseen.push(seen.html)
  }
  return { stops: steps, unseen }
}

/** In the page: what has the focus, and whether an outline or a shadow shows it; null if nothing has. */
function focusMark(): { html: string; isMarked: boolean } | null {
  const { activeElement: element } = document
  if (element === null || element === document.body) return null
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
  // The browser shows the focus on the controls inside of these by itself.
  const hasControls = element.matches(
    'audio, video, input:is([type=date], [type*=time], [type=month], [type=week])',
  )
  const isOutlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
  return {
    html: (element.cloneNode() as Element).outerHTML,
    isMarked: isOutlined || hasControls || boxShadow !== 'none',
  }
}

// What the data packages do not tell generate-jsx-types.ts: which attributes take which words, and where
// they differ from a plain text. From the HTML, SVG 2, Filter Effects and MathML Core standards.

const words = (text: string): readonly string[] => text.split(' ')

/** Values by attribute, or by `element.attribute`, which goes first. Closed lists. */
export const CLOSED: Readonly<Record<string, readonly string[]>> = {
  autocapitalize: words('off none on sentences words characters'),
  autocorrect: words('on off'),
  'button.type': words('submit reset button'),
  closedby: words('any closerequest none'),
  crossorigin: ['', 'anonymous', 'use-credentials'],
  decoding: words('sync async auto'),
  dir: words('ltr rtl auto'),
  enctype: words('application/x-www-form-urlencoded multipart/form-data text/plain'),
  enterkeyhint: words('enter done go next previous search send'),
  fetchpriority: words('high low auto'),
  'form.autocomplete': words('on off'),
  formenctype: words('application/x-www-form-urlencoded multipart/form-data text/plain'),
  formmethod: words('get post dialog'),
  'http-equiv': words(
    'content-type default-style refresh x-ua-compatible content-security-policy content-language set-cookie',
  ),
  'input.type': words(
    'hidden text search tel url email password date month week time datetime-local number range color checkbox ' +
      'radio file submit image reset button',
  ),
  inputmode: words('none text tel url email numeric decimal search'),
  kind: words('subtitles captions descriptions chapters metadata'),
  loading: words('eager lazy'),
  method: words('get post dialog'),
  'ol.type': words('1 a A i I'),
  popovertargetaction: words('toggle show hide'),
  preload: ['', 'none', 'metadata', 'auto'],
  referrerpolicy: [
    '',
    ...words(
      'no-referrer no-referrer-when-downgrade origin origin-when-cross-origin same-origin strict-origin ' +
        'strict-origin-when-cross-origin unsafe-url',
    ),
  ],
  scope: words('row col rowgroup colgroup'),
  shadowrootmode: words('open closed'),
  shape: words('circle default poly rect'),
  translate: ['', 'yes', 'no'],
  wrap: words('soft hard'),

  // SVG
  accumulate: words('none sum'),
  additive: words('replace sum'),
  calcMode: words('discrete linear paced spline'),
  edgeMode: words('duplicate wrap none'),
  'feColorMatrix.type': words('matrix saturate hueRotate luminanceToAlpha'),
  'feComposite.operator': words('over in out atop xor lighter arithmetic'),
  'feMorphology.operator': words('erode dilate'),
  'feTurbulence.type': words('fractalNoise turbulence'),
  lengthAdjust: words('spacing spacingAndGlyphs'),
  markerUnits: words('strokeWidth userSpaceOnUse'),
  mode: words(
    'normal multiply screen overlay darken lighten color-dodge color-burn hard-light soft-light difference ' +
      'exclusion hue saturation color luminosity',
  ),
  preserveAlpha: words('true false'),
  restart: words('always whenNotActive never'),
  side: words('left right'),
  spacing: words('auto exact'),
  spreadMethod: words('pad reflect repeat'),
  stitchTiles: words('stitch noStitch'),
  'textPath.method': words('align stretch'),
  xChannelSelector: words('R G B A'),
  yChannelSelector: words('R G B A'),
  ...each('feFuncR feFuncG feFuncB feFuncA', 'type', 'identity table discrete linear gamma'),
  ...each('animate animateMotion animateTransform set', 'fill', 'freeze remove'),
  'animateTransform.type': words('translate scale rotate skewX skewY'),
  clipPathUnits: words('userSpaceOnUse objectBoundingBox'),
  filterUnits: words('userSpaceOnUse objectBoundingBox'),
  gradientUnits: words('userSpaceOnUse objectBoundingBox'),
  maskContentUnits: words('userSpaceOnUse objectBoundingBox'),
  maskUnits: words('userSpaceOnUse objectBoundingBox'),
  patternContentUnits: words('userSpaceOnUse objectBoundingBox'),
  patternUnits: words('userSpaceOnUse objectBoundingBox'),
  primitiveUnits: words('userSpaceOnUse objectBoundingBox'),

  // MathML
  accent: words('true false'),
  accentunder: words('true false'),
  displaystyle: words('true false'),
  fence: words('true false'),
  largeop: words('true false'),
  'math.display': words('block inline'),
  'mi.mathvariant': words('normal'),
  'mo.form': words('prefix infix postfix'),
  movablelimits: words('true false'),
  separator: words('true false'),
  stretchy: words('true false'),
  symmetric: words('true false'),
}

/** Values by attribute or `element.attribute`, where the standard leaves room for others. */
export const OPEN: Readonly<Record<string, readonly string[]>> = {
  autocomplete: words(
    'off on name honorific-prefix given-name additional-name family-name honorific-suffix nickname username ' +
      'new-password current-password one-time-code organization-title organization street-address address-line1 ' +
      'address-line2 address-line3 address-level4 address-level3 address-level2 address-level1 country country-name ' +
      'postal-code cc-name cc-given-name cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year ' +
      'cc-csc cc-type transaction-currency transaction-amount language bday bday-day bday-month bday-year sex url ' +
      'photo tel tel-country-code tel-national tel-area-code tel-local tel-extension email impp webauthn',
  ),
  blocking: words('render'),
  command: words('toggle-popover show-popover hide-popover close request-close show-modal'),
  controlslist: words('nodownload nofullscreen noremoteplayback'),
  formtarget: words('_self _blank _parent _top'),
  'link.as': words(
    'audio document embed fetch font image json object script style track video worker',
  ),
  'link.rel': words(
    'alternate author canonical dns-prefetch expect help icon license manifest modulepreload next pingback ' +
      'preconnect prefetch preload prev privacy-policy search stylesheet terms-of-service',
  ),
  'meta.name': words(
    'application-name author color-scheme description generator keywords referrer robots theme-color viewport',
  ),
  rel: words(
    'alternate author bookmark external help license me next nofollow noopener noreferrer opener prev ' +
      'privacy-policy search tag terms-of-service',
  ),
  sandbox: words(
    'allow-downloads allow-forms allow-modals allow-orientation-lock allow-pointer-lock allow-popups ' +
      'allow-popups-to-escape-sandbox allow-presentation allow-same-origin allow-scripts allow-top-navigation ' +
      'allow-top-navigation-by-user-activation allow-top-navigation-to-custom-protocols',
  ),
  'script.type': words('module importmap speculationrules'),
  target: words('_self _blank _parent _top'),

  // SVG. Presentation attributes also take what any CSS property takes: inherit, var() and so on.
  'alignment-baseline': words(
    'baseline text-bottom alphabetic ideographic middle central mathematical text-top',
  ),
  'clip-rule': words('nonzero evenodd'),
  'color-interpolation': words('auto sRGB linearRGB'),
  'color-interpolation-filters': words('auto sRGB linearRGB'),
  direction: words('ltr rtl'),
  'dominant-baseline': words(
    'auto text-bottom alphabetic ideographic middle central mathematical hanging text-top',
  ),
  'fill-rule': words('nonzero evenodd'),
  'font-style': words('normal italic oblique'),
  'image-rendering': words('auto smooth crisp-edges pixelated optimizeSpeed optimizeQuality'),
  in: words('SourceGraphic SourceAlpha'),
  in2: words('SourceGraphic SourceAlpha'),
  orient: words('auto auto-start-reverse'),
  overflow: words('visible hidden scroll clip auto'),
  'pointer-events': words(
    'auto bounding-box visiblePainted visibleFill visibleStroke visible painted fill stroke all none',
  ),
  'shape-rendering': words('auto optimizeSpeed crispEdges geometricPrecision'),
  'stroke-linecap': words('butt round square'),
  'stroke-linejoin': words('miter miter-clip round bevel arcs'),
  'text-anchor': words('start middle end'),
  'text-overflow': words('clip ellipsis'),
  'text-rendering': words('auto optimizeSpeed optimizeLegibility geometricPrecision'),
  'unicode-bidi': words('normal embed isolate bidi-override isolate-override plaintext'),
  'vector-effect': words('none non-scaling-stroke non-scaling-size non-rotation fixed-position'),
  visibility: words('visible hidden collapse'),
  'writing-mode': words('horizontal-tb vertical-rl vertical-lr sideways-rl sideways-lr'),
}

/** Types written out, by attribute or `element.attribute`. */
export const EXACT: Readonly<Record<string, string>> = {
  class: 'ClassValue | ReadonlySignal<ClassValue>',
  className: 'ClassValue | ReadonlySignal<ClassValue>',
  style: 'StyleValue | ReadonlySignal<StyleValue>',
  contenteditable: `Attr<boolean | '' | 'true' | 'false' | 'plaintext-only'>`,
  download: 'Attr<boolean | string>',
  draggable: `Attr<boolean | 'true' | 'false'>`,
  hidden: `Attr<boolean | '' | 'hidden' | 'until-found'>`,
  popover: `Attr<boolean | '' | 'auto' | 'hint' | 'manual'>`,
  spellcheck: `Attr<boolean | '' | 'true' | 'false'>`,
  writingsuggestions: `Attr<boolean | '' | 'true' | 'false'>`,
  capture: `Attr<boolean | '' | 'user' | 'environment'>`,
  value: 'Attr<string | number>',
  'select.bind':
    'BoundTo<string | number | readonly string[] | ReadonlySet<string> | null | undefined>',
  'textarea.bind': 'BoundTo<string | null | undefined>',
  'select.value': 'Attr<string | number | readonly string[]>',
}

/** There or not, beside those that src/html/names.ts lists. */
export const MORE_BOOLEAN: ReadonlySet<string> = new Set(
  words(
    'compact declare disablepictureinpicture disableremoteplayback nohref nowrap ' +
      'shadowrootcustomelementregistry shadowrootserializable truespeed webkitdirectory',
  ),
)

/** Attributes of SVG that are never a number. */
export const SVG_TEXT: ReadonlySet<string> = new Set(
  words(
    'attributeName attributeType clip-path color cursor d display fill filter flood-color font-family font-variant ' +
      'gradientTransform href hreflang lang lighting-color marker-end marker-mid marker-start mask media origin ' +
      'paint-order path patternTransform ping points preserveAspectRatio requiredExtensions result stop-color stroke ' +
      'systemLanguage text-decoration transform transform-origin type viewBox white-space xlink:actuate ' +
      'xlink:href xlink:show xlink:title xml:lang xml:space xmlns xmlns:xlink',
  ),
)

/** Attributes of HTML and MathML that hold a number, or a length that is mostly written as one. */
const NUMBERS = words(
  'border cellpadding cellspacing charoff cols colspan columnspan height high hspace low ' +
    'marginheight marginwidth max maxlength min minlength optimum rows rowspan scriptlevel size span start step ' +
    'tabindex vspace width',
)

/** Texts for people, and names that an application gives: a number, or a signal of one, will do. */
const OWN_TEXTS = words(
  'abbr alt commandfor content datetime for form headers htmlFor id itemid itemprop itemref label list name ' +
    'placeholder popovertarget title',
)

/** Attributes of HTML and MathML that also take a number. */
export const NUMERIC: ReadonlySet<string> = new Set([...NUMBERS, ...OWN_TEXTS])

/** Attributes that the packages leave out, properties that JSX sets, and two of RDFa and of XML. */
export const ADDED: Readonly<Record<string, readonly string[]>> = {
  annotation: ['encoding'],
  input: ['height', 'list', 'type', 'value', 'width'],
  label: ['htmlFor'],
  link: ['color'],
  math: ['xmlns'],
  meta: ['media', 'property'],
  mo: ['fence', 'separator'],
  output: ['htmlFor'],
  select: ['bind', 'value'],
  svg: ['xmlns', 'xmlns:xlink'],
  textarea: ['bind', 'value'],
}

/** Every element of HTML takes them; the compatibility data has no entry, since browsers do nothing with them. */
export const MICRODATA = words('itemid itemprop itemref itemscope itemtype')

/** Of SVG 1.1 and Tiny 1.2, and in no browser any more. */
export const GONE_FROM_SVG: ReadonlySet<string> = new Set(
  words(
    'baseProfile clip color-profile contentScriptType contentStyleType editable enable-background ' +
      'externalResourcesRequired filterRes focusable focusHighlight kerning nav-down nav-down-left nav-down-right ' +
      'nav-left nav-next nav-prev nav-right nav-up nav-up-left nav-up-right playbackorder playbackOrder ' +
      'requiredFeatures requiredFonts requiredFormats snapshotTime syncBehaviorDefault syncToleranceDefault ' +
      'timelinebegin timelineBegin viewTarget zoomAndPan version about content datatype property rel resource rev ' +
      'typeof color-rendering',
  ),
)

/** Events that happen to the window or the document (`on(…, { target })`), and those that Pantograph makes. */
export const MORE_EVENTS: readonly string[] = words(
  'clickoutside hashchange hidden offline online visibilitychange visible',
)

/** What event names are put together from, for `onMouseEnter`. */
export const EVENT_WORDS: readonly string[] = words(
  'abort animation auto aux before blur can cancel capture change click close command composition content ' +
    'context copy creation cue cut data dbl down drag drop duration emptied encrypted end ended enter error focus for ' +
    'form fullscreen got hash hidden in input invalid iteration key leave load loaded lost match menu metadata mouse move offline online out outside over ' +
    'paste pause picture play playing pointer policy press progress rate raw reset resize restored run scroll ' +
    'security seeked seeking select selection slot stalled start state submit suspend through time toggle touch ' +
    'transition up update violation visibility visible volume waiting webgl wheel',
)

function each(elements: string, attribute: string, values: string) {
  return Object.fromEntries(
    words(elements).map((element) => [`${element}.${attribute}`, words(values)] as const),
  )
}

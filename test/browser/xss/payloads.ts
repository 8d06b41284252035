// What attackers write, by where it would be code. `HIT` is a call that the tests notice.

export const HIT = 'window.hit=(window.hit||0)+1'

const SCRIPT_URLS = [
  `javascript:${HIT}`,
  `JaVaScRiPt:${HIT}`,
  ` \t\n\u0001javascript:${HIT}`,
  `\u0000javascript:${HIT}`,
  `java\tscript:${HIT}`,
  `java\nscript:${HIT}`,
  `java\rscript\t:${HIT}`,
  `javascript\n:${HIT}`,
  `javascript&colon;${HIT}`,
  `&#106;avascript:${HIT}`,
  `&#x6A;avascript&#58;${HIT}`,
  `java\u0000script:${HIT}`,
  `javascript:/*--></title></style></textarea></script><svg/onload='${HIT}'>*/${HIT}`,
  `javascript://%0a${HIT}`,
  `vbscript:${HIT}`,
  `\ufeffjavascript:${HIT}`,
  `feed:javascript:${HIT}`,
  `view-source:javascript:${HIT}`,
  `jar:javascript:${HIT}!/`,
]

const DOCUMENT = `<script>top.hit=1;parent.hit=1;alert(1)</script>`

const DATA_URLS = [
  `data:text/html,${DOCUMENT}`,
  `data:text/html;charset=utf-8;base64,${btoa(DOCUMENT)}`,
  ` DATA:Text/HTML,${DOCUMENT}`,
  `da\tta:te\nxt/html,${DOCUMENT}`,
  `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
  `data:application/xhtml+xml,<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>`,
  `data:text/xml,<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>`,
  `data:text/javascript,${HIT}`,
  `data:,${HIT}`,
]

/** Addresses. */
export const URLS: readonly string[] = [...SCRIPT_URLS, ...DATA_URLS]

/** Markup that would run if it were taken for markup, in some context. */
export const TEXTS: readonly string[] = [
  `<script>${HIT}</script>`,
  `<img src=x onerror="${HIT}">`,
  `<svg onload="${HIT}">`,
  `<svg><script>${HIT}</script></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${HIT}&gt;">`,
  `</textarea><img src=x onerror="${HIT}">`,
  `</title><img src=x onerror="${HIT}">`,
  `</style><img src=x onerror="${HIT}">`,
  `</script><img src=x onerror="${HIT}">`,
  `</option></select><img src=x onerror="${HIT}">`,
  `</template><img src=x onerror="${HIT}">`,
  `</noscript><img src=x onerror="${HIT}">`,
  `</xmp></iframe></noembed></noframes><img src=x onerror="${HIT}">`,
  `--><img src=x onerror="${HIT}">`,
  `]]><img src=x onerror="${HIT}">`,
  `<!--><img src=x onerror="${HIT}">-->`,
  `<iframe srcdoc="<script>parent.hit=1</script>"></iframe>`,
  `<iframe src="javascript:parent.hit=1"></iframe>`,
  `<meta http-equiv=refresh content="0;url=javascript:${HIT}">`,
  `<base href="javascript:${HIT}//"><a href="x">x</a>`,
  `<object data="javascript:${HIT}"></object>`,
  `<details open ontoggle="${HIT}">`,
  `<input autofocus onfocus="${HIT}">`,
  `<video><source onerror="${HIT}"></video>`,
  `<x contenteditable autofocus onfocus="${HIT}" tabindex=1>`,
  `" onmouseover="${HIT}" autofocus onfocus="${HIT}" x="`,
  `' autofocus onfocus='${HIT}' x='`,
  '` autofocus onfocus=' + HIT + ' x=`',
  `"><img src=x onerror="${HIT}">`,
  `'><img src=x onerror='${HIT}'>`,
  `x onerror=${HIT} `,
  `/onerror=${HIT}//`,
  `\u0000"\u0000>\u0000<\u0000img src=x onerror=${HIT}>`,
  `\ud83c<img src=x onerror=${HIT}>`,
  `&lt;img src=x onerror=${HIT}&gt;`,
  `&#60;img src=x onerror=${HIT}&#62;`,
  `+ADw-script+AD4-${HIT}+ADw-/script+AD4-`,
  `{{constructor.constructor('${HIT}')()}}`,
  `\${${HIT}}`,
  `__proto__`,
  ...SCRIPT_URLS.slice(0, 4),
]

/** Styles. */
export const STYLES: readonly string[] = [
  `width:expression(${HIT})`,
  `background:url(javascript:${HIT})`,
  `background:url("javascript:${HIT}")`,
  `behavior:url(#default#time2);-moz-binding:url(javascript:${HIT})`,
  `"><img src=x onerror="${HIT}">`,
  `x:\\65xpression(${HIT})`,
  `--x:</style><img src=x onerror=${HIT}>`,
  `@import 'javascript:${HIT}'`,
  `animation:x 1ms;content:"</style><svg onload=${HIT}>"`,
]

const isScript = (url: string): boolean =>
  URL.canParse(url) && /^(java|vb)script:$/.test(new URL(url).protocol)

/** Contents of `<meta http-equiv="refresh">`. */
export const REFRESHES: readonly string[] = SCRIPT_URLS.filter(isScript).flatMap((url) => [
  `0;url=${url}`,
  `0; URL = '${url}'`,
  `0,${url}`,
  ` 0 ;\turl\n=\t"${url}"`,
])

/** Names of attributes. */
export const NAMES: readonly string[] = [
  'onclick',
  'on:click',
  'on:rate',
  'hook',
  'owned',
  'onload',
  'ONERROR',
  'OnFocus',
  'onpointerrawupdate',
  'srcdoc',
  'SRCDOC',
  'innerHTML',
  'innerhtml',
  'outerHTML',
  'dangerouslySetInnerHTML',
  'x onerror',
  'x\tonerror',
  'x/onerror',
  'x>y',
  'x"y',
  "x'y",
  'x=y',
  'x\u0000y',
  '"><img src=x onerror=',
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
]

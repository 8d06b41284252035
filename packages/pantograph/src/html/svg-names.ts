// The names of SVG (and one of MathML) that have capitals. The HTML parser gives them to elements and attributes
// however they are written: https://html.spec.whatwg.org/#creating-and-inserting-nodes

const byLowerCase = (names: string): ReadonlyMap<string, string> =>
  new Map(names.split(' ').map((name) => [name.toLowerCase(), name]))

export const SVG_ELEMENTS = byLowerCase(
  'altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform clipPath feBlend ' +
    'feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap ' +
    'feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge ' +
    'feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence ' +
    'foreignObject glyphRef linearGradient radialGradient textPath',
)

export const SVG_ATTRIBUTES = byLowerCase(
  'attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits definitionURL ' +
    'diffuseConstant edgeMode filterUnits glyphRef gradientTransform gradientUnits kernelMatrix ' +
    'kernelUnitLength keyPoints keySplines keyTimes lengthAdjust limitingConeAngle markerHeight ' +
    'markerUnits markerWidth maskContentUnits maskUnits numOctaves pathLength patternContentUnits ' +
    'patternTransform patternUnits pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio ' +
    'primitiveUnits refX refY repeatCount repeatDur requiredExtensions requiredFeatures ' +
    'specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles surfaceScale ' +
    'systemLanguage tableValues targetX targetY textLength viewBox viewTarget xChannelSelector ' +
    'yChannelSelector zoomAndPan',
)

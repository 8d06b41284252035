// The numbers of the protocol, both ways. docs/protocol.md explains them byte by byte.
// Used by server and client; changing one is a new protocol version.

/** The version that a HELLO names. */
export const PROTOCOL_VERSION = 1

/** The WebSocket subprotocol. */
export const SUBPROTOCOL = 'pantograph.1'

/** Messages from the server: the low three bits of the first byte. */
export const FRAME = 0
export const WELCOME = 1
export const PING = 2
export const END = 3
export const FAULT = 4
export const CHECKPOINT = 5
export const NEED = 6

/** What NEED names: parts of the browser runtime that are loaded when something on the page needs them. */
export const FEATURE_EVENTS = 1
export const FEATURE_EXTRAS = 2
export const FEATURE_STREAM = 3
export const FEATURE_PENDING = 4
export const FEATURE_COMMANDS = 6
export const FEATURE_HOOKS = 7
export const FEATURE_UPLOAD = 8
/** Their names, as the build gives them to files. */
export const FEATURE_NAMES: readonly (readonly [number, string])[] = [
  [FEATURE_EVENTS, 'events'],
  [FEATURE_EXTRAS, 'extras'],
  [FEATURE_STREAM, 'stream'],
  [FEATURE_PENDING, 'pending'],
  [FEATURE_COMMANDS, 'commands'],
  [FEATURE_HOOKS, 'hooks'],
  [FEATURE_UPLOAD, 'upload'],
]

/** Messages from the browser: the low three bits of the first byte. */
export const EVENT = 0
export const HELLO = 1
export const ACK = 2
export const PONG = 3
export const URL_CHANGED = 4
export const REPAIR = 5
export const PROBE = 6
export const OUTLINE = 7

/** Bits of a FRAME's first byte. */
export const HAS_DONE = 8
export const HAS_STRINGS = 16
export const HAS_DURABLE = 32
/** Bit of a browser message's first byte: a count of frames that were applied follows. */
export const HAS_ACK = 8

/** How a session begins on a connection. */
export const ADOPT = 0
export const RENDER_ANEW = 1
/** As RENDER_ANEW, in a new session: the page lost its state. */
export const REMOUNTED = 2
/** The page goes on where it was: numbers stay, and the next frame tells what it has missed. */
export const RESUMED = 3
/** The page may show just this: it compares, and answers with OUTLINE. Blocks are numbered anew by their order. */
export const COMPARED = 4
/** As COMPARED, in a new session: the page lost its state. */
export const COMPARED_REMOUNTED = 5

/** What a HELLO asks for. */
export const HELLO_FIRST = 0
/** The session that the ticket names. */
export const HELLO_AGAIN = 1
/** A session of its own: another page has taken the one that it had. */
export const HELLO_FRESH = 2
/** The session that the ticket names, told anew: the page does not know any more what it shows. */
export const HELLO_DAMAGED = 3
/** As HELLO_DAMAGED, by a page that was reloaded: unless the session's page is still there, and this is a copy. */
export const HELLO_RELOADED = 4

/** Kinds of entries of the log in a HELLO. */
export const LOG_EVENT = 0
export const LOG_URL = 1
/** As LOG_EVENT, on an item of a stream: the payload begins with its key and handler. */
export const LOG_ITEM = 4

/** What the browser does after END. */
export const RELOAD = 0
export const RETRY = 1
export const STOP = 2
/** Reconnect under a session of its own. */
export const RETRY_FRESH = 3
/** Reconnect soon, without a word to the user: this server goes down, another one is there. */
export const MOVE = 4

/** Operations of a frame: the high four bits of the byte (below 8), the low four name the slot. */
export const OP_PAGE = 0
export const OP_SET = 1
export const OP_INSERT = 2
export const OP_MOVE = 3
export const OP_REMOVE = 4
export const OP_LISTEN = 5
export const OP_RENDER = 6
export const OP_ARRANGE = 7
/** The byte is 128 + n: the same operation and slot again, n blocks further. */
export const OP_AGAIN = 128
/** A slot number that does not fit is written as this, then the rest as a varint. */
export const SLOT_ESCAPE = 15

/** OP_PAGE: which operation on the page as a whole; a text follows. */
export const PAGE_PUSH = 0
export const PAGE_REPLACE = 1
export const PAGE_LOAD = 2
/** What is in the document's head, as JSON. */
export const PAGE_HEAD = 3
/** For the application's own code in the browser, as JSON: an answer to what a hook has pushed, or an event. */
export const PAGE_EVENT = 4
/** The page is to post this text to the server, whose answer sets cookies. */
export const PAGE_POST = 5
/** Commands that a handler runs in the browser, as JSON. */
export const PAGE_COMMAND = 6

/** What carries out which of them. */
export const PAGE_FEATURES = [
  FEATURE_EVENTS,
  FEATURE_EVENTS,
  FEATURE_EVENTS,
  FEATURE_EXTRAS,
  FEATURE_HOOKS,
  FEATURE_EVENTS,
  FEATURE_COMMANDS,
] as const
export type PageFeature = (typeof PAGE_FEATURES)[number]

/** Values: the low two bits of the varint that opens them. */
export const VALUE_STRING = 0
export const VALUE_INT = 1
export const VALUE_KNOWN = 2
export const VALUE_SPECIAL = 3
/** Special values: the other bits. */
export const SPECIAL_NULL = 0
export const SPECIAL_TRUE = 1
export const SPECIAL_BLOCK = 2
export const SPECIAL_LIST = 3
export const SPECIAL_SPREAD = 4
export const SPECIAL_EMPTY = 5
/** OP_RENDER of a block: the blocks in this slot stay, or are told apart. */
export const SPECIAL_KEPT = 6
/** Operations on a stream: its items by key. */
export const SPECIAL_STREAM = 12

/** The varint that opens it. */
export const STREAM_HEAD = SPECIAL_STREAM * 4 + VALUE_SPECIAL

/** Operations on a stream. An item that is there already is updated where it stands. */
export const STREAM_END = 0
/** Everything goes. */
export const STREAM_CLEAR = 1
/** What setup fills in: told first, and again to a page that comes back. */
export const STREAM_FIRST = 2
export const STREAM_APPEND = 3
export const STREAM_PREPEND = 4
/** Before the item with a key; at the end where there is none. */
export const STREAM_BEFORE = 5
/** At an index; at the end where the stream is shorter. */
export const STREAM_AT = 6
/** Items that are not there are left out. */
export const STREAM_UPDATE = 7
export const STREAM_DELETE = 8

/** STREAM_FIRST: to which end the page keeps, while its user is there; 0 is neither. */
export const FOLLOW_START = 1
export const FOLLOW_END = 2

/** The key of a stream's item in an event: an integer, or a text. */
export const KEY_INT = 0
export const KEY_TEXT = 1

/** Integers travel as numbers within these bounds, as strings beyond. */
export const INT_LIMIT = 2 ** 29 - 1

/** Tokens of a template: the low three bits of the varint; the rest is an argument. */
export const TOKEN_END = 0
export const TOKEN_ELEMENT = 1
export const TOKEN_TEXT = 2
export const TOKEN_CHILD = 3
export const TOKEN_ATTRIBUTE = 4
export const TOKEN_SLOT = 5
export const TOKEN_SKIP = 6

/** Kinds of attribute slots: the argument of TOKEN_SLOT. */
export const SLOT_ATTRIBUTE = 0
export const SLOT_PROPERTY = 1
export const SLOT_SPREAD = 2
export const SLOT_EVENT = 3
/** A property of the element's own, a portal's target, unparsed HTML, or a call of one of its functions. */
export const SLOT_EXTRA = 4

/** What an event carries, by the kind that its slot names. */
export const PAYLOAD_NONE = 0
export const PAYLOAD_MOUSE = 1
export const PAYLOAD_VALUE = 2
export const PAYLOAD_KEY = 3
export const PAYLOAD_FORM = 4
/** Kinds above 2 are read and written by the feature events. */
export const PAYLOAD_POSITION = 5
export const PAYLOAD_POINTER = 6
export const PAYLOAD_TOUCH = 7
export const PAYLOAD_WHEEL = 8
export const PAYLOAD_COMPOSITION = 9
export const PAYLOAD_EDIT = 10
export const PAYLOAD_CLIPBOARD = 11
export const PAYLOAD_DRAG = 12
export const PAYLOAD_SCROLL = 13
export const PAYLOAD_SIZE = 14
export const PAYLOAD_TOGGLE = 15
export const PAYLOAD_ANIMATION = 16
export const PAYLOAD_TRANSITION = 17
export const PAYLOAD_MEDIA = 18
export const PAYLOAD_SELECTION = 19
export const PAYLOAD_SHOWN = 20
export const PAYLOAD_SIGHT = 21
export const PAYLOAD_DIALOG = 22
/** As PAYLOAD_VALUE, of a control that changes many times a second. */
export const PAYLOAD_RANGE = 23
/** As PAYLOAD_MOUSE, of a click that began outside of the element. */
export const PAYLOAD_OUTSIDE = 24
/** The files that were chosen, without their content. */
export const PAYLOAD_FILES = 25
/** What an event of any other name carries, as JSON; nothing, where JSON cannot say it. */
export const PAYLOAD_DETAIL = 27
/** What a hook calls on the server: a number for the answer, a name, and JSON. Written by the feature hooks. */
export const PAYLOAD_PUSH = 29

/** What a hook pushes to its functions on the server; no event of the DOM has such a name. */
export const PUSH = ':push'

/** Bits of the modifier byte in PAYLOAD_MOUSE and PAYLOAD_KEY. */
export const MOD_ALT = 1
export const MOD_CTRL = 2
export const MOD_META = 4
export const MOD_SHIFT = 8
/** PAYLOAD_KEY: the key repeats. PAYLOAD_MOUSE keeps the button above bit 4. */
export const KEY_REPEAT = 16
/** PAYLOAD_KEY: `code` is `Key` and the key in upper case; it is the key; it follows. Else it is empty. */
export const KEY_LETTER = 32
export const KEY_SAME = 64
export const KEY_CODE = 128
/** No button has changed. */
export const NO_BUTTON = 15
/** Bits of the first byte of PAYLOAD_VALUE. */
export const VALUE_CHECKED = 1
export const VALUE_MULTIPLE = 2
/** PAYLOAD_POINTER, above the type (units.ts): whether it is the first of its kind. */
export const POINTER_PRIMARY = 4
/** Bits of the first byte of PAYLOAD_MEDIA. */
export const MEDIA_PAUSED = 1
export const MEDIA_ENDED = 2
export const MEDIA_MUTED = 4
export const MEDIA_SEEKING = 8

/** OP_LISTEN: bits of the options; 0 means that nothing listens. */
export const LISTEN_ON = 1
export const LISTEN_PREVENT = 2
export const LISTEN_STOP = 4
/** A list of strings follows: src/wire/details.ts. */
export const LISTEN_DETAILS = 8

/** FNV-1a, one code unit: how both sides sum up what the page holds. */
export const mix = (hash: number, unit: number): number => Math.imul(hash ^ unit, 16_777_619)
export const DIGEST_START = 0x811c_9dc5 | 0
/** What stands for the start of an element's name, the end of an element, and a comment. */
export const DIGEST_OPEN = 1
export const DIGEST_CLOSE = 2
export const DIGEST_COMMENT = 3
/** In the sum of a template's skeleton: a child slot. */
export const DIGEST_SLOT = 4

/** In the sum of a block's slots. */
export const SUM_NULL = 1
export const SUM_TEXT = 2
export const SUM_TRUE = 3
export const SUM_BLOCKS = 4
/** A stream; the sum of what setup has filled in follows. */
export const SUM_STREAM = 9

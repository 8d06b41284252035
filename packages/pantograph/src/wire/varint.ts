// Varints: seven bits a byte, lowest first, at most five bytes (32 bits, unsigned).
// Signed numbers are zigzag-coded. Used by server and client alike.

/** The largest number a varint may hold. */
export const MAX_VARINT = 0xffff_ffff

export const zigzag = (value: number): number => ((value << 1) ^ (value >> 31)) >>> 0

export const unzigzag = (value: number): number => (value >>> 1) ^ -(value & 1)

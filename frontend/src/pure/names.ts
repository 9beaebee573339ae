/**
 * A session's name made from a client's own id, exactly as the server makes it (app/ids.py): so a massage can begin
 * on this device alone, and be the same one when the server hears of it. tests/names.test.ts holds the two together.
 * Written out rather than asked of the browser: its own hashing is closed to a phone in the home network.
 */

// UUIDs that RFC 9562 names, as hex: the namespace of addresses.
const ADDRESSES = '6ba7b8119dad11d180b400c04fd430c8'
const OURS = 'urn:backrub:session'

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const turned = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits))

/** SHA-1 (FIPS 180-4). Nothing secret hangs on it: it only spreads names. */
export function sha1(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array((((message.length + 8) >> 6) + 1) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 4, message.length * 8)
  const sum = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  const words = new Int32Array(80)
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + 4 * i)
    for (let i = 16; i < 80; i++) words[i] = turned(words[i - 3]! ^ words[i - 8]! ^ words[i - 14]! ^ words[i - 16]!, 1)
    let [a, b, c, d, e] = sum as [number, number, number, number, number]
    for (let i = 0; i < 80; i++) {
      const mixed =
        i < 20 ? ((b & c) | (~b & d)) + 0x5a827999
        : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
        : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
        : (b ^ c ^ d) + 0xca62c1d6
      const next = (turned(a, 5) + mixed + e + words[i]!) | 0
      e = d
      d = c
      c = turned(b, 30)
      b = a
      a = next
    }
    ;[a, b, c, d, e].forEach((word, i) => (sum[i] = (sum[i]! + word) | 0))
  }
  const out = new Uint8Array(20)
  sum.forEach((word, i) => new DataView(out.buffer).setInt32(4 * i, word))
  return out
}

/** A name-based UUID (RFC 9562, version 5), as 32 hex digits. */
export function uuid5(namespace: string, name: string): string {
  const told = new TextEncoder().encode(name)
  const whole = new Uint8Array(16 + told.length)
  whole.set(bytesOf(namespace))
  whole.set(told, 16)
  const bytes = sha1(whole).slice(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x50
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return hexOf(bytes)
}

export function sessionIdFor(client_id: string): string {
  return uuid5(uuid5(ADDRESSES, OURS), client_id)
}

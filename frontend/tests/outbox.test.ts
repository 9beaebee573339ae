import { describe, expect, it } from 'vitest'
import { Outbox, type Delivery, type Waiting } from '../src/pure/outbox'

function memory() {
  const map = new Map<string, string>()
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  }
}
const command = (client_id: string): Waiting => ({ client_id, kind: 'softer', given_at: 0 })

describe('commands wait for the network', () => {
  it('and go in the order they were given, once each', async () => {
    const box = new Outbox(memory(), 'k')
    for (const id of ['a', 'b', 'c']) box.put(command(id))
    const sent: string[] = []
    const send = async (each: Waiting): Promise<Delivery> => (sent.push(each.client_id), 'sent')
    expect(await box.flush(send)).toBe(true)
    expect(await box.flush(send)).toBe(true)
    expect(sent).toEqual(['a', 'b', 'c'])
  })
  it('and stay, in order, when the network goes in between', async () => {
    const box = new Outbox(memory(), 'k')
    for (const id of ['a', 'b', 'c']) box.put(command(id))
    expect(await box.flush(async (each) => (each.client_id === 'b' ? 'later' : 'sent'))).toBe(false)
    expect(box.waiting().map((each) => each.client_id)).toEqual(['b', 'c'])
  })
  it('and are there after a reload', () => {
    const storage = memory()
    new Outbox(storage, 'k').put(command('a'))
    expect(new Outbox(storage, 'k').waiting()).toHaveLength(1)
  })
  it('and one that the server refuses does not hold up the rest', async () => {
    const box = new Outbox(memory(), 'k')
    for (const id of ['a', 'b']) box.put(command(id))
    expect(await box.flush(async (each) => (each.client_id === 'a' ? 'refused' : 'sent'))).toBe(true)
  })
  it('and two flushes at once send nothing twice', async () => {
    const box = new Outbox(memory(), 'k')
    box.put(command('a'))
    let count = 0
    const send = async (): Promise<Delivery> => {
      count++
      await new Promise((done) => setTimeout(done, 5))
      return 'sent'
    }
    await Promise.all([box.flush(send), box.flush(send)])
    expect(count).toBe(1)
  })
  it('and are sent, in order and once each, by a page whose device keeps nothing', async () => {
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const box = new Outbox({ getItem: () => null, setItem: full, removeItem: full }, 'k')
    expect(['a', 'b', 'c'].map((id) => box.put(command(id)))).toEqual([false, false, false])
    expect(box.waiting().map((each) => each.client_id)).toEqual(['a', 'b', 'c'])
    const sent: string[] = []
    const send = async (each: Waiting): Promise<Delivery> => (sent.push(each.client_id), 'sent')
    expect(await box.flush(send)).toBe(true)
    expect(await box.flush(send)).toBe(true)
    expect(sent).toEqual(['a', 'b', 'c'])
  })
  it('and keep their order when the device is full for a while', () => {
    const storage = memory()
    let isFull = false
    const setItem = (key: string, value: string) => {
      if (isFull) throw new Error('full')
      storage.setItem(key, value)
    }
    const box = new Outbox({ ...storage, setItem }, 'k')
    expect(box.put(command('a'))).toBe(true)
    isFull = true
    expect(box.put(command('b'))).toBe(false)
    isFull = false
    expect(box.put(command('c'))).toBe(true)
    expect(box.waiting().map((each) => each.client_id)).toEqual(['a', 'b', 'c'])
    expect(new Outbox(storage, 'k').waiting()).toHaveLength(3)
  })
  it('and what is not readable in storage is no command', () => {
    const storage = memory()
    storage.setItem('k', '{broken')
    expect(new Outbox(storage, 'k').waiting()).toEqual([])
  })
})

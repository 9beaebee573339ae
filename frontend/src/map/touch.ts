/** Where on the back a finger is: the chart's point under a touch of a drawing. */
import type { Point } from '../api'
import { fromDrawing } from '../pure/body'
import type { Scale } from '../pure/motion'

/** Null while the drawing is not on the screen. */
export function pointUnder(holder: Element | undefined, { clientX, clientY }: MouseEvent, scale: Scale): Point | null {
  const matrix = holder?.querySelector('svg')?.getScreenCTM()
  if (!matrix) return null
  const at = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse())
  return fromDrawing(at.x, at.y, scale)
}

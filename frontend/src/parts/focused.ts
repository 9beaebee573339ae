/** A question that has just come takes the focus: it is read aloud, and the next Tab goes to its answers. */
export function focused(heading: HTMLElement): void {
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

/** A question that has just come takes the focus: it is read aloud, and the next Tab goes to its answers. */
export function focused(heading: HTMLElement): void {
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

/** Where what was pressed in a box is gone, the focus stays in the box: the next Tab goes on from there. */
export function keepsFocus(box: HTMLElement): { destroy: () => void } {
  box.tabIndex = -1
  function kept(): void {
    // What is done for a press is done further out, after this.
    setTimeout(() => {
      if (document.activeElement === document.body) box.focus({ preventScroll: true })
    })
  }
  box.addEventListener('click', kept)
  return { destroy: () => box.removeEventListener('click', kept) }
}

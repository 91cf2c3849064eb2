let arrived = false;

/**
 * Has the focus go on at the name of a page that was just opened, if what had it is gone with the page before. The first
 * page of a window begins where every page of the web does.
 */
export function arrive(name: HTMLElement | null): void {
  if (arrived && (document.activeElement === null || document.activeElement === document.body)) {
    name?.focus({ preventScroll: true });
  }
  arrived = true;
}

/** Lets go of what has the focus, because its page is left by a key. */
export function depart(): void {
  if (document.activeElement instanceof HTMLElement) {
    document.activeElement.blur();
  }
}

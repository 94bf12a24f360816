const key = 'countersign.place';

/** Keeps the address on screen in this tab, because the session ended here. */
export function rememberPlace(): void {
  sessionStorage.setItem(key, location.pathname + location.search);
}

/** The address where the session ended, once; null when it did not end on a page. */
export function takePlace(): string | null {
  const place = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  return place;
}

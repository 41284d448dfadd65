/* Only what can be seen is in the page: a hundred thousand rows cost as much as thirty. */

const SPARE = 6;

/** The first and last of `count` equal things of which a scroller shows a part. */
function visible(offset, extent, size, count) {
  const first = Math.max(0, Math.floor(offset / size) - SPARE);
  return [first, Math.min(count, Math.ceil((offset + extent) / size) + SPARE)];
}

/** The offset from which a thing is seen whole, as near to the present one as can be. */
function revealed(offset, extent, start, size) {
  if (start < offset) return start;
  return start + size > offset + extent ? start + size - extent : offset;
}

/** Where a key leads in a row of `count` things; null for other keys. */
function moved(key, position, count, page) {
  const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page }[key];
  if (step !== undefined) return Math.max(0, Math.min(count - 1, position + step));
  return { Home: 0, End: count - 1 }[key] ?? null;
}

/** Enter goes from a list into what is told of its choice, Escape back. */
function joinDetail(box, detail) {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      detail.focus();
    }
  });
  detail.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.focus();
  });
}

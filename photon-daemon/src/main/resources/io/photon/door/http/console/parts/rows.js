// SPDX-License-Identifier: Apache-2.0
// A table of any length: only the rows in sight are in the page. All rows are of one height.
import { html, useState, useEffect, useLayoutEffect, useRef } from '../html.js';

const SPARE = 8;
/** Browsers cannot make an element higher than some 16 million pixels: beyond that a row of the scroll bar stands for several. */
const HIGHEST = 12e6;

/**
 * @param columns [{title, width, right, sort}]; width as in grid-template-columns
 * @param cells i => the contents of a row's cells
 * @param pinned how many rows were put on top so far; what is in sight stays there
 * @param follow whether one who looks at the top goes on looking at the top
 */
export function Rows({ label, columns, count, cells, chosen, choose, open, height = 30, keyOf = i => i, pinned = 0, onTop, onEnd, sorted, sortBy, toTop, follow }) {
  const place = useRef();
  const [top, setTop] = useState(0);
  const [seen, setSeen] = useState(400);
  const full = count * height;
  const shown = Math.min(full, HIGHEST);
  const scale = full > shown ? (full - seen) / Math.max(1, shown - seen) : 1;
  const pins = useRef(pinned);
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(() => setSeen(place.current.clientHeight));
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  useLayoutEffect(() => {
    const added = pinned - pins.current;
    pins.current = pinned;
    if (added !== 0 && (!follow || place.current.scrollTop > 0)) place.current.scrollTop += added * height / scale;
  }, [pinned]);
  useEffect(() => { if (toTop) place.current.scrollTop = 0; }, [toTop]);
  const offset = top * scale;
  const first = Math.max(0, Math.floor(offset / height) - SPARE);
  const last = Math.min(count, Math.ceil((offset + seen) / height) + SPARE);
  useEffect(() => {
    if (onEnd && last >= count - SPARE) onEnd();
    if (onTop && first === 0 && count > 0) onTop();
  }, [first, last, count]);
  const reveal = i => {
    const at = i * height;
    if (at < offset) place.current.scrollTop = at / scale;
    else if (at + height > offset + seen) place.current.scrollTop = (at + height - seen + 2) / scale;
  };
  const key = e => {
    const page = Math.max(1, Math.floor(seen / height) - 1);
    const now = chosen ?? -1;
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, j: now + 1, k: now - 1, PageDown: now + page, PageUp: now - page, Home: 0, End: count - 1, g: 0, G: count - 1 }[e.key];
    if (next !== undefined && choose && count > 0 && !e.ctrlKey && !e.metaKey) {
      const i = Math.max(0, Math.min(count - 1, next));
      choose(i);
      reveal(i);
    } else if (e.key === 'Enter' && open && chosen >= 0 && (e.target === e.currentTarget || e.target === place.current)) {
      open(chosen);
    } else {
      return;
    }
    e.preventDefault();
  };
  const template = { gridTemplateColumns: columns.map(column => column.width ?? '1fr').join(' ') };
  const rows = [];
  for (let i = first; i < last; i++) {
    const y = i * height - (scale === 1 ? 0 : offset - top);
    rows.push(html`<div class=${i === chosen ? 'row chosen' : 'row'} role="row" id=${`row-${i}`} key=${keyOf(i)} aria-rowindex=${i + 2} aria-selected=${String(i === chosen)}
      style=${{ transform: `translateY(${y}px)`, height: `${height}px`, ...template }} onClick=${() => choose?.(i)} onDblClick=${() => open?.(i)}>
      ${cells(i).map((content, n) => html`<div role="gridcell" class=${columns[n].right ? 'cell right' : 'cell'}>${content}</div>`)}</div>`);
  }
  return html`<div class="rows" role="grid" aria-label=${label} aria-rowcount=${count + 1} tabindex="0" onKeyDown=${key} aria-activedescendant=${chosen >= first && chosen < last ? `row-${chosen}` : undefined}>
    <div class="row head" role="row" style=${template}>${columns.map(column => html`<div role="columnheader" class=${column.right ? 'cell right' : 'cell'}
      aria-sort=${column.sort && sorted?.by === column.sort ? (sorted.down ? 'descending' : 'ascending') : undefined}>
      ${column.sort ? html`<button class="sort" onClick=${() => sortBy(column.sort)}>${column.title}<span class="mark">${sorted?.by === column.sort ? (sorted.down ? '↓' : '↑') : ''}</span></button>` : column.title}</div>`)}</div>
    <div class="rows-view" role="rowgroup" tabindex="-1" ref=${place} onScroll=${e => setTop(e.target.scrollTop)}>
      <div class="rows-all" role="presentation" style=${{ height: `${shown}px` }}>${rows}</div>
    </div>
  </div>`;
}

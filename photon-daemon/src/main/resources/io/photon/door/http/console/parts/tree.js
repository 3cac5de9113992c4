// SPDX-License-Identifier: Apache-2.0
// A JSON value as a tree that folds; numbers as they were written.
import { html, useState } from '../html.js';
import { write } from '../json.js';

const FIRST = 100;

const Leaf = ({ node }) => html`<span class=${'json-' + node.kind}>${write(node)}</span>`;

function Branch({ name, node, depth }) {
  const [open, setOpen] = useState(depth < 3);
  const [most, setMost] = useState(FIRST);
  const many = node.kind === 'object' ? node.fields : node.items.map((item, i) => [String(i), item]);
  const mark = node.kind === 'object' ? `{${many.length}}` : `[${many.length}]`;
  return html`<div class="branch">
    <button class="fold" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}><span class="turn">${open ? '▾' : '▸'}</span>${name !== undefined && html`<span class="json-name">${name}</span>`} <span class="json-size">${mark}</span></button>
    ${open && html`<div class="twigs">${many.slice(0, most).map(([each, value]) => html`<${Tree} name=${each} node=${value} depth=${depth + 1}/>`)}
      ${many.length > most && html`<button class="small" onClick=${() => setMost(most + 1000)}>${many.length - most} more</button>`}</div>`}
  </div>`;
}

export function Tree({ name, node, depth = 0 }) {
  const many = node.kind === 'object' ? node.fields.length : node.kind === 'array' ? node.items.length : 0;
  if (many > 0) return html`<${Branch} name=${name} node=${node} depth=${depth}/>`;
  return html`<div class="twig">${name !== undefined && html`<span class="json-name">${name}</span> `}<${Leaf} node=${node}/></div>`;
}

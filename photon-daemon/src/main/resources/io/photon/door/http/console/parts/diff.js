// SPDX-License-Identifier: Apache-2.0
// How a value changed: the steps of a JSON Patch.
import { html } from '../html.js';
import { field, write } from '../json.js';
import { Empty } from './ui.js';

const SIGNS = { add: '+', remove: '−', replace: '~' };

export function Diff({ patch }) {
  if (patch.items.length === 0) return html`<${Empty} title="No difference"/>`;
  return html`<div class="diff">${patch.items.map((step, i) => {
    const op = field(step, 'op').text;
    const value = field(step, 'value');
    return html`<div class=${op} key=${i}><b title=${op}>${SIGNS[op] ?? op}</b><span>${field(step, 'path').text || '(the whole value)'}</span><span>${value ? write(value) : ''}</span></div>`;
  })}</div>`;
}

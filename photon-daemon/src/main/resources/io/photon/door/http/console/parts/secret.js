// SPDX-License-Identifier: Apache-2.0
// A secret that is shown once.
import { html } from '../html.js';
import { Dialog, Copy } from './ui.js';

export const Secret = ({ title, rows, close, kept = 'a hash of it only' }) => html`<${Dialog} title=${title} close=${close}>
  <p>It is shown this once; Photon keeps ${kept}.</p>
  ${rows.map(([name, value]) => html`<div key=${name}><div class="dim">${name}</div><div class="bar"><code class="grow secret">${value}</code><${Copy} text=${value}/></div></div>`)}
  <div class="buttons"><button class="primary" onClick=${close}>I have it</button></div>
</${Dialog}>`;

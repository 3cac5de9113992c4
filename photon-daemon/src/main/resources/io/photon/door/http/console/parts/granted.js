// SPDX-License-Identifier: Apache-2.0
// What is granted to the caller.
import { html } from '../html.js';
import { Empty, Panel } from './ui.js';
import { minute } from '../format.js';

/** @param me the answer of /api/whoami */
export function Granted({ me }) {
  const grants = me.granted ?? [];
  return html`<${Panel} title=${`What ${me.username} may do`}>${grants.length === 0 ? html`<${Empty} title="Nothing yet"><p>An administrator grants what may be done, and with which streams.</p></${Empty}>`
    : html`<div class="scroll"><table><thead><tr><th>Roles</th><th>Streams</th><th>Until (UTC)</th></tr></thead><tbody>${grants.map(grant => html`<tr key=${grant['grant-id']}><td>${grant.roles.join(', ')}</td><td class="mono">${grant.streams}</td><td>${grant.until ? minute(grant.until) : html`<span class="dim">no end</span>`}</td></tr>`)}</tbody></table></div>`}</${Panel}>`;
}

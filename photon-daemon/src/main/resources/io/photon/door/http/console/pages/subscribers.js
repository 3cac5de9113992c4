// SPDX-License-Identifier: Apache-2.0
import { html, useTask, useEvery } from '../html.js';
import { get } from '../api.js';
import { linkToEvents } from '../route.js';
import { Page, Panel, Badge, ErrorBox, Busy, Empty } from '../parts/ui.js';
import { count, ago } from '../format.js';

export default function Subscribers() {
  const all = useTask(signal => get('api/subscribers', { limit: 500 }, signal), []);
  useEvery(2000, all.again);
  const shown = all.value?.subscribers ?? [];
  return html`<${Page} title="Subscribers" sub=${all.value ? `${count(all.value.total)} read events now, ${count(all.value.slow)} of them slow; furthest from the head first` : ' '}>
    <${ErrorBox} error=${all.error}/>
    ${!all.value ? !all.error && html`<${Busy}/>` : shown.length === 0 ? html`<${Panel}><${Empty} title="No one reads events now"><p>Who replays live shows up here:</p><pre class="command">photon replay orders</pre></${Empty}></${Panel}>`
      : html`<${Panel}><div class="scroll"><table><thead><tr><th>Who</th><th>Door</th><th>Stream</th><th>State</th><th class="right">Delivered</th><th class="right">Lag, events</th><th class="right">Since</th></tr></thead>
      <tbody>${shown.map(s => html`<tr key=${s.id}><td class="clip">${s.who}</td><td>${s.door}</td><td class="clip"><a href=${linkToEvents(s)}>${s['stream-name']}</a> <span class="dim">${s['stream-type']}</span></td>
        <td><${Badge} state=${s.slow ? 'slow' : s.waiting ? 'waiting' : 'live'}/></td><td class="right">${count(s.delivered)}</td><td class="right">${s['lag-is-least'] ? 'at least ' : ''}${count(s['lag-events'])}</td><td class="right">${ago(s.since)}</td></tr>`)}</tbody></table></div></${Panel}>`}
  </${Page}>`;
}

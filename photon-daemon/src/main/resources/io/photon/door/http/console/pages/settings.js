// SPDX-License-Identifier: Apache-2.0
// Every setting, and who set it.
import { html, useState, useTask } from '../html.js';
import { get } from '../api.js';
import { refine } from '../route.js';
import { Page, Panel, ErrorBox, Busy, Empty } from '../parts/ui.js';

export default function Settings({ query }) {
  const [filter, setFilter] = useState(query.filter ?? '');
  const all = useTask(signal => get('api/settings', {}, signal), []);
  const set = query.set === 'true';
  const shown = (all.value?.settings ?? []).filter(s => (!set || s.origin !== 'default') && (s.name + ' ' + s.description).toLowerCase().includes(filter.toLowerCase()));
  return html`<${Page} title="Settings" sub="as this daemon was started; change them where they come from, and start it again">
    <div class="bar"><input class="grow" type="search" placeholder="Filter" aria-label="Filter by name or description" value=${filter} onInput=${e => { setFilter(e.target.value); refine({ filter: e.target.value }); }}/>
      <label class="check"><input type="checkbox" checked=${set} onChange=${e => refine({ set: e.target.checked ? 'true' : '' })}/>Only those that were set</label></div>
    <${ErrorBox} error=${all.error}/>
    ${!all.value ? !all.error && html`<${Busy}/>` : shown.length === 0 ? html`<${Panel}><${Empty} title="No setting fits"/></${Panel}>`
      : html`<${Panel}><div class="scroll"><table><thead><tr><th>Setting</th><th>Value</th><th>From</th></tr></thead><tbody>${shown.map(s => html`<tr key=${s.name}>
        <td><span class="mono">${s.name}</span><div class="dim">${s.description}</div></td><td class="mono">${s.value === '' ? html`<span class="dim">none</span>` : s.value}</td><td>${s.origin === 'default' ? html`<span class="dim">default</span>` : s.origin}</td></tr>`)}</tbody></table></div></${Panel}>`}
  </${Page}>`;
}

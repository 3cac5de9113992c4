// SPDX-License-Identifier: Apache-2.0
// All projections: how they are, and how far.
import { html, useState, useTask, useEvery, useCell } from '../html.js';
import { get } from '../api.js';
import { useRights } from '../rights.js';
import { live } from '../live.js';
import { link, linkToEvents, refine } from '../route.js';
import { Page, Panel, Badge, ErrorBox, Busy, Empty } from '../parts/ui.js';
import { Actions } from '../parts/projectionactions.js';
import { lag } from './dashboard.js';
import { bytes, count, micros } from '../format.js';

const sorts = {
  name: (a, b) => a['projection-name'] < b['projection-name'] ? -1 : 1,
  status: (a, b) => a.status < b.status ? -1 : 1,
  folded: (a, b) => b.processed - a.processed,
  lag: (a, b) => Number(a.position) - Number(b.position),
  time: (a, b) => b['avg-time'] - a['avg-time'],
};

export default function Projections({ query }) {
  const may = useRights();
  const [filter, setFilter] = useState(query.filter ?? '');
  const all = useTask(signal => get('api/projections', {}, signal), []);
  const { stats } = useCell(live);
  useEvery(2000, all.again);
  const system = query.system === 'true';
  const shown = (all.value?.projections ?? []).filter(p => (system || p.origin !== 'built-in') && (p['projection-name'] + ' ' + p['stream-name']).toLowerCase().includes(filter.toLowerCase()))
    .sort(sorts[query.sort] ?? sorts.name);
  const head = (by, title, right) => html`<th class=${right ? 'right' : ''} aria-sort=${(query.sort ?? 'name') === by ? 'ascending' : undefined}><button class="sort" onClick=${() => refine({ sort: by })}>${title}<span class="mark">${(query.sort ?? 'name') === by ? '↓' : ''}</span></button></th>`;
  return html`<${Page} title="Projections" sub="streams folded into values that stay up to date" actions=${may('projections') && html`<a class="button primary" href="#/projection-edit">New projection</a>`}>
    <div class="bar"><input class="grow" type="search" placeholder="Filter by name or stream" aria-label="Filter by name or stream" value=${filter} onInput=${e => { setFilter(e.target.value); refine({ filter: e.target.value }); }}/>
      <label class="check"><input type="checkbox" checked=${system} onChange=${e => refine({ system: e.target.checked ? 'true' : '' })}/>Photon's own</label></div>
    <${ErrorBox} error=${all.error}/>
    ${!all.value ? !all.error && html`<${Busy}/>` : shown.length === 0 ? html`<${Panel}><${Empty} title=${filter ? 'No projection fits' : 'No projections yet'}><p>A projection folds the events of a stream into a value, and tells that value at any point of the past.</p>${may('projections') && html`<a class="button" href="#/projection-edit">Create one</a>`}</${Empty}></${Panel}>`
      : html`<${Panel}><div class="scroll"><table><thead><tr>${head('name', 'Name')}${head('status', 'State')}<th>Stream</th><th class="hide-narrow">Language</th>${head('folded', 'Folded', true)}${head('lag', 'Lag', true)}${head('time', 'Per event', true)}<th class="right hide-narrow">Value</th><th><span class="dim">Actions</span></th></tr></thead>
        <tbody>${shown.map(p => html`<tr key=${p['projection-name']}><td class="clip"><a href=${link('projection', p['projection-name'])}>${p['projection-name']}</a>${p['last-error'] && html`<div class="dim clip" title=${p['last-error'].message}>${p['last-error'].message}</div>`}</td>
          <td><${Badge} state=${p.status}/></td><td class="clip"><a href=${linkToEvents(p)}>${p['stream-name']}</a></td><td class="hide-narrow">${p.language}</td>
          <td class="right">${count(p.processed)}</td><td class="right">${stats ? lag(p, stats) : '–'}</td><td class="right">${micros(Math.round(p['avg-time'] * 1000))}</td><td class="right hide-narrow">${p['mem-used'] ? bytes(p['mem-used']) : '–'}</td>
          <td><${Actions} projection=${p} done=${all.again} small/></td></tr>`)}</tbody></table></div></${Panel}>`}
  </${Page}>`;
}

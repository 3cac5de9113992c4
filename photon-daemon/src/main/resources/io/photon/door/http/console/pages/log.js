// SPDX-License-Identifier: Apache-2.0
import { html, useTask, useEvery } from '../html.js';
import { get } from '../api.js';
import { refine } from '../route.js';
import { Page, Panel, Badge, ErrorBox, Busy, Empty } from '../parts/ui.js';
import { count, time, ago } from '../format.js';

export default function Log({ query }) {
  const all = useTask(signal => get('api/log', { limit: 400 }, signal), []);
  useEvery(2000, all.again);
  const level = query.level ?? '';
  const shown = (all.value?.entries ?? []).filter(e => level === '' || e.level === level).reverse();
  return html`<${Page} title="Log" sub="the latest warnings, errors and refused logins; all of it is what the daemon writes to stderr"
    actions=${html`<select aria-label="Level" value=${level} onChange=${e => refine({ level: e.target.value })}><option value="">every level</option><option value="error">errors</option><option value="warn">warnings</option><option value="refused">refused logins</option></select>`}>
    <${ErrorBox} error=${all.error}/>
    ${!all.value ? !all.error && html`<${Busy}/>` : shown.length === 0 ? html`<${Panel}><${Empty} title="Nothing to tell"><p>${level ? 'No entry of this level.' : 'No warnings, no errors, no refused logins since the start.'}</p></${Empty}></${Panel}>`
      : html`<${Panel}><div class="scroll"><table><thead><tr><th>Time (UTC)</th><th>Level</th><th>Source</th><th>Message</th><th class="right">Times</th></tr></thead>
      <tbody>${shown.map(e => html`<tr key=${e.number}><td class="mono" title=${ago(e.time)}>${time(e.time).replace('T', ' ').slice(0, 19)}</td><td><${Badge} state=${e.level}/></td><td>${e.source}</td><td class="grow">${e.message}</td><td class="right" title=${e.count > 1 ? `first ${time(e['first-time'])}` : ''}>${count(e.count)}</td></tr>`)}</tbody></table></div></${Panel}>`}
  </${Page}>`;
}

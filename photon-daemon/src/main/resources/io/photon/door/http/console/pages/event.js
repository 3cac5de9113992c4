// SPDX-License-Identifier: Apache-2.0
import { html, useTask } from '../html.js';
import { ask, get, path } from '../api.js';
import { Page, Panel, ErrorBox, Busy } from '../parts/ui.js';
import { EventDetail } from '../parts/eventdetail.js';

export default function Event({ args: [id] }) {
  const found = useTask(async signal => {
    const { event } = await get(path`api/trace/${id}`, { limit: 1 }, signal);
    return ask('GET', path`api/event/${event['stream-name']}/${id}`, { signal });
  }, [id]);
  return html`<${Page} title=${`Event ${id}`}>
    ${found.error ? html`<${ErrorBox} error=${found.error}/>` : found.value ? html`<${Panel} title="As it was stored"><div class="detail-body"><${EventDetail} key=${id} text=${found.value}/></div></${Panel}>` : html`<${Busy}/>`}
  </${Page}>`;
}

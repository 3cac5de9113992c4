// SPDX-License-Identifier: Apache-2.0
// What the events of a stream look like, by the version they name.
import { html, useTask } from '../html.js';
import { get, path } from '../api.js';
import { Panel, ErrorBox, Busy, Empty } from './ui.js';
import { count } from '../format.js';

export function Schema({ stream }) {
  const schema = useTask(signal => get(path`api/schema/${stream}`, {}, signal), [stream]);
  if (schema.error) return html`<${ErrorBox} error=${schema.error}/>`;
  if (!schema.value) return html`<${Busy}>Reading the whole stream…</${Busy}>`;
  const versions = Object.entries(schema.value);
  if (versions.length === 0) return html`<${Panel}><${Empty} title="No events, so no schema"/></${Panel}>`;
  return versions.map(([version, one]) => html`<${Panel} key=${version} title=${version === '__unversioned__' ? 'Without a version' : `Version ${version}`} aside=${`${count(one['total-events'])} events`}>
    <div class="scroll"><table><thead><tr><th>Field</th><th>Type</th><th>Required</th><th class="right">Events</th></tr></thead>
    <tbody>${Object.values(one.schema.m).map(f => html`<tr key=${f.path}><td class="mono">${f.path}</td><td>${Object.keys(f.types).join(', ')}</td><td>${f.mode === 'required' ? 'yes' : html`<span class="dim">no</span>`}</td><td class="right">${count(f.count)}</td></tr>`)}</tbody></table></div></${Panel}>`);
}

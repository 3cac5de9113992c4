// SPDX-License-Identifier: Apache-2.0
// What can be done to a projection.
import { html } from '../html.js';
import { post, remove, path } from '../api.js';
import { useRights } from '../rights.js';
import { acting, confirmed } from './ui.js';
import { quoted } from '../format.js';

export function Actions({ projection: p, done, small, gone = done }) {
  const may = useRights();
  const name = p['projection-name'];
  if (p.origin === 'built-in') return html`<span class="dim">built in</span>`;
  if (!may('manage', p['stream-name'])) return null;
  const run = async (verb, said, query) => await acting(() => post(path`api/projection/${name}/` + verb, undefined, { query }), said) && done();
  const ask = async (verb, text, type, action, after) => await confirmed({ title: `${verb} ${name}`, text, type, verb, command: `photon projection ${verb.toLowerCase()} ${quoted(name)}` }) && await action() && after();
  const size = small ? 'small' : '';
  return html`<span class="bar">
    ${p.status === 'failed' && html`<button class=${size} title="Go on after the event at which it has failed" onClick=${() => run('resume', `${name} goes on after the event`, { skip: 'true' })}>Skip event</button>`}
    ${p.status === 'paused' || p.status === 'failed' ? html`<button class=${size} onClick=${() => run('resume', `${name} goes on`)}>Resume</button>` : html`<button class=${size} onClick=${() => run('pause', `${name} is paused`)}>Pause</button>`}
    ${!small && html`<button onClick=${() => ask('Reset', 'Its value is forgotten, and it folds its stream again from the first event.', null, () => acting(() => post(path`api/projection/${name}/reset`), `${name} starts over`), done)}>Reset</button>
    <button class="danger" onClick=${() => ask('Delete', 'The projection and its value are gone; its events stay.', name, () => acting(() => remove(path`api/projection/${name}`), `${name} is deleted`), gone)}>Delete</button>`}
  </span>`;
}

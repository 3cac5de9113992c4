// SPDX-License-Identifier: Apache-2.0
// Programs that log in by themselves: applications with a secret, and tokens with a name.
import { html, useState, useTask } from '../html.js';
import { get, post, path, remove } from '../api.js';
import { refine } from '../route.js';
import { useRights } from '../rights.js';
import { Page, Panel, Field, ErrorBox, Busy, Empty, Tabs, acting, confirmed } from '../parts/ui.js';
import { Secret } from '../parts/secret.js';
import { ago, minute } from '../format.js';

const DAY = 86400;
const limits = one => html`${one.roles || html`<span class="dim">all of the user's</span>`}${one.streams && html` <span class="dim">on ${one.streams}</span>`}`;
const used = one => one['last-used'] ? html`<span title=${minute(one['last-used'])}>${ago(one['last-used'])}</span>` : html`<span class="dim">never</span>`;

export default function Apps({ query }) {
  const view = query.view ?? 'apps';
  return html`<${Page} title="Applications & tokens" sub="for programs: each can do what its user can, or less">
    <${Tabs} label="Kinds" chosen=${view} choose=${each => refine({ view: each === 'apps' ? '' : each })} tabs=${[['apps', 'Applications'], ['tokens', 'Tokens']]}/>
    ${view === 'apps' ? html`<${Applications}/>` : html`<${Tokens}/>`}</${Page}>`;
}

/** A form that asks for something new; @param make resolves to the rows of a secret */
function Maker({ title, fields, verb, make, done }) {
  const [form, setForm] = useState({});
  const [error, setError] = useState(null);
  const [secret, setSecret] = useState(null);
  const submit = async e => {
    e.preventDefault();
    setError(null);
    try {
      setSecret(await make(form));
      setForm({});
      done();
    } catch (failure) {
      setError(failure);
    }
  };
  return html`<${Panel} title=${title}><form class="form" onSubmit=${submit}>
    ${fields.map(([name, label, hint, more]) => html`<${Field} key=${name} label=${label} hint=${hint}><input name=${name} value=${form[name] ?? ''} onInput=${e => setForm({ ...form, [name]: e.target.value })} autocomplete="off" spellcheck="false" ...${more}/></${Field}>`)}
    <div class="whole bar"><button class="primary">${verb}</button></div><div class="whole"><${ErrorBox} error=${error}/></div></form></${Panel}>
    ${secret && html`<${Secret} title=${title} rows=${secret} close=${() => setSecret(null)}/>`}`;
}

/** Those who manage users choose whose it is. */
const owner = may => may('security') ? [['username', 'User', 'who it acts as; empty for yourself']] : [];
const LIMITS = [['roles', 'Roles', 'e.g. reader or emit,replay; empty for all that its user may'], ['streams', 'Streams', 'a glob such as orders/**; empty for all']];
const some = form => Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));

function Applications() {
  const may = useRights();
  const all = useTask(signal => get('auth/apps', {}, signal), []);
  const [secret, setSecret] = useState(null);
  const rotate = async one => {
    if (!await confirmed({ title: 'Another secret', text: `The secret that ${one.name} has now is no longer good at once.`, verb: 'Rotate' })) return;
    await acting(async () => { const made = await post(path`auth/app/${one['client-id']}/rotate`); setSecret([['Client id', made['client-id']], ['Secret', made['client-secret']]]); all.again(); });
  };
  const drop = async one => await confirmed({ title: `Delete ${one.name}`, text: 'It can no longer log in.', type: one.name, verb: 'Delete' }) && await acting(() => remove(path`auth/app/${one['client-id']}`), `${one.name} is deleted`) && all.again();
  return html`<${ErrorBox} error=${all.error}/>
    ${!all.value ? !all.error && html`<${Busy}/>` : all.value.applications.length === 0 ? html`<${Panel}><${Empty} title="No applications"><p>An application logs in with an id and a secret of its own, which can be changed without anybody's password.</p></${Empty}></${Panel}>`
      : html`<${Panel}><div class="scroll"><table><thead><tr><th>Name</th><th>Client id</th><th>User</th><th>May</th><th class="right">Last used</th><th><span class="dim">Actions</span></th></tr></thead><tbody>${all.value.applications.map(one => html`<tr key=${one['client-id']}>
        <td>${one.name}${one.description && html`<div class="dim">${one.description}</div>`}</td><td class="mono">${one['client-id']}</td><td>${one.username}</td><td>${limits(one)}</td><td class="right">${used(one)}</td>
        <td><span class="bar"><button class="small" onClick=${() => rotate(one)}>Rotate secret</button><button class="small danger" onClick=${() => drop(one)}>Delete</button></span></td></tr>`)}</tbody></table></div></${Panel}>`}
    <${Maker} title="New application" verb="Create" done=${all.again} fields=${[['name', 'Name', '', { required: true }], ['description', 'Description', ''], ...owner(may), ...LIMITS]}
      make=${async form => { const made = await post('auth/app', some(form)); return [['Client id', made['client-id']], ['Secret', made['client-secret']]]; }}/>
    ${secret && html`<${Secret} title="Another secret" rows=${secret} close=${() => setSecret(null)}/>`}`;
}

function Tokens() {
  const may = useRights();
  const all = useTask(signal => get('auth/tokens', {}, signal), []);
  const end = async one => await confirmed({ title: `End ${one.name}`, text: 'Programs that use this token are refused from now on.', verb: 'End it' }) && await acting(() => remove(path`auth/token/${one.id}`), `${one.name} has ended`) && all.again();
  return html`<${ErrorBox} error=${all.error}/>
    ${!all.value ? !all.error && html`<${Busy}/>` : all.value.tokens.length === 0 ? html`<${Panel}><${Empty} title="No tokens with a name"><p>A token is good until a day that you choose, or until it is ended here.</p></${Empty}></${Panel}>`
      : html`<${Panel}><div class="scroll"><table><thead><tr><th>Name</th><th>User</th><th>May</th><th>Until (UTC)</th><th class="right">Last used</th><th><span class="dim">Actions</span></th></tr></thead><tbody>${all.value.tokens.map(one => html`<tr key=${one.id}>
        <td>${one.name}</td><td>${one.username}</td><td>${limits(one)}</td><td>${minute(one.until)}</td><td class="right">${used(one)}</td><td><span class="bar"><button class="small danger" onClick=${() => end(one)}>End</button></span></td></tr>`)}</tbody></table></div></${Panel}>`}
    <${Maker} title="New token" verb="Create" done=${all.again} fields=${[['name', 'Name', '', { required: true }], ['days', 'Days', 'how long it is good; 90 if empty', { inputmode: 'numeric', pattern: '[0-9]+' }], ...owner(may), ...LIMITS]}
      make=${async ({ days, ...form }) => { const made = await post('auth/token', { ...some(form), life: (Number(days) || 90) * DAY }); return [['Token', made.token]]; }}/>`;
}

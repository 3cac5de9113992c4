// SPDX-License-Identifier: Apache-2.0
// Users besides the administrator, and what is granted to them.
import { html, useState, useTask } from '../html.js';
import { get, post, path, remove } from '../api.js';
import { refine } from '../route.js';
import { Page, Panel, Field, ErrorBox, Busy, Empty, Badge, acting, confirmed, toast } from '../parts/ui.js';
import { count, minute } from '../format.js';

const ROLES = ['reader', 'writer', 'operator', 'admin', 'emit', 'replay', 'projections', 'delete'];

export default function Users({ query }) {
  const all = useTask(signal => get('api/users', {}, signal), []);
  const shown = all.value?.users ?? [];
  return html`<${Page} title="Users" sub="may do nothing until something is granted to them">
    <${ErrorBox} error=${all.error}/>
    ${!all.value ? !all.error && html`<${Busy}/>` : shown.length === 0 ? html`<${Panel}><${Empty} title="No users besides the administrator"><p>Give each person a user of their own: then the log says who did what.</p></${Empty}></${Panel}>`
      : html`<${Panel}><div class="scroll"><table><thead><tr><th>User</th><th>State</th><th class="right">Grants</th><th>Created (UTC)</th><th>By</th><th><span class="dim">Actions</span></th></tr></thead><tbody>${shown.map(user => html`<tr key=${user.username}>
        <td><button class="link" aria-expanded=${String(query.user === user.username)} onClick=${() => refine({ user: query.user === user.username ? '' : user.username })}>${user.username}</button></td><td><${Badge} state=${user.enabled ? 'enabled' : 'disabled'} tone=${user.enabled ? 'ok' : 'warn'}/></td><td class="right">${count(user.grants)}</td><td>${minute(user.created)}</td><td>${user['created-by']}</td>
        <td><${UserActions} user=${user} done=${all.again}/></td></tr>`)}</tbody></table></div></${Panel}>`}
    ${query.user && shown.some(user => user.username === query.user) && html`<${Grants} key=${query.user} username=${query.user} changed=${all.again}/>`}
    <${NewUser} done=${all.again}/>
  </${Page}>`;
}

function UserActions({ user, done }) {
  const name = user.username;
  const verb = user.enabled ? 'disable' : 'enable';
  const turn = async () => await acting(() => post(path`api/user/${name}/` + verb), `${name} is ${verb}d`) && done();
  const drop = async () => await confirmed({ title: `Delete ${name}`, text: 'The user and all grants are gone; sessions and tokens end at once.', type: name, verb: 'Delete', command: `photon user delete ${name}` })
    && await acting(() => remove(path`api/user/${name}`), `${name} is deleted`) && done();
  return html`<span class="bar"><button class="small" onClick=${turn}>${user.enabled ? 'Disable' : 'Enable'}</button><button class="small danger" onClick=${drop}>Delete</button></span>`;
}

function Grants({ username, changed }) {
  const all = useTask(signal => get('api/grants', { username }, signal), [username]);
  const [form, setForm] = useState({ role: 'reader', streams: '**', until: '' });
  const [password, setPassword] = useState('');
  const [error, setError] = useState(null);
  const again = () => { all.again(); changed(); };
  const attempt = async (e, action, said) => {
    e.preventDefault();
    setError(null);
    try { await action(); toast(said); again(); } catch (failure) { setError(failure); }
  };
  const revoke = async grant => await acting(() => remove(path`api/grant/${username}/${grant['grant-id']}`), 'taken back') && again();
  const shown = all.value?.grants ?? [];
  return html`<${Panel} title=${`What ${username} may do`}>
    <div class="pad"><${ErrorBox} error=${all.error ?? error}/></div>
    ${shown.length === 0 ? html`<p class="pad dim">Nothing is granted yet.</p>` : html`<div class="scroll"><table><thead><tr><th>Roles</th><th>Streams</th><th>Until (UTC)</th><th>By</th><th><span class="dim">Actions</span></th></tr></thead><tbody>${shown.map(grant => html`<tr key=${grant['grant-id']}><td>${grant.roles.join(', ')}</td><td class="mono">${grant.streams}</td><td>${grant.until ? minute(grant.until) : html`<span class="dim">no end</span>`}</td><td>${grant.by}</td><td><span class="bar"><button class="small" onClick=${() => revoke(grant)}>Take back</button></span></td></tr>`)}</tbody></table></div>`}
    <form class="form" onSubmit=${e => attempt(e, () => post('api/grant', { username, roles: [form.role], streams: form.streams, ...(form.until ? { until: form.until } : {}) }), 'granted')}>
      <${Field} label="Role"><select value=${form.role} onChange=${e => setForm({ ...form, role: e.target.value })}>${ROLES.map(role => html`<option key=${role} value=${role}>${role}</option>`)}</select></${Field}>
      <${Field} label="Streams" hint="a name or a glob; ** for all"><input required value=${form.streams} onInput=${e => setForm({ ...form, streams: e.target.value })} spellcheck="false"/></${Field}>
      <${Field} label="Until" hint="a time such as 2027-01-31T00:00:00Z; empty for no end"><input value=${form.until} onInput=${e => setForm({ ...form, until: e.target.value })} spellcheck="false"/></${Field}>
      <div class="whole bar"><button class="primary">Grant</button></div></form>
    <form class="form" onSubmit=${e => attempt(e, () => post(path`api/user/${username}/password`, { password }), 'the password is set').then(() => setPassword(''))}>
      <${Field} label="Another password" hint="at least 8 characters"><input type="password" autocomplete="new-password" minlength="8" required value=${password} onInput=${e => setPassword(e.target.value)}/></${Field}>
      <div class="whole bar"><button>Set the password</button></div></form>
  </${Panel}>`;
}

function NewUser({ done }) {
  const [form, setForm] = useState({ username: '', password: '' });
  const [error, setError] = useState(null);
  const submit = async e => {
    e.preventDefault();
    setError(null);
    try {
      await post('api/user', form.password ? form : { username: form.username });
      refine({ user: form.username });
      setForm({ username: '', password: '' });
      done();
    } catch (failure) {
      setError(failure);
    }
  };
  return html`<${Panel} title="New user"><form class="form" onSubmit=${submit}>
    <${Field} label="Name"><input name="username" required value=${form.username} onInput=${e => setForm({ ...form, username: e.target.value })} autocomplete="off" spellcheck="false"/></${Field}>
    <${Field} label="Password" hint="at least 8 characters; without one the user cannot log in by password"><input name="new-password" type="password" autocomplete="new-password" minlength="8" value=${form.password} onInput=${e => setForm({ ...form, password: e.target.value })}/></${Field}>
    <div class="whole bar"><button class="primary">Create</button></div><div class="whole"><${ErrorBox} error=${error}/></div></form></${Panel}>`;
}

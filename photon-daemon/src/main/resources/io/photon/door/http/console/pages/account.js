// SPDX-License-Identifier: Apache-2.0
// The user who is logged in: what is granted, and another password.
import { html, useState, useTask } from '../html.js';
import { get, post, path } from '../api.js';
import { login } from '../session.js';
import { Page, Panel, Field, ErrorBox, Busy, toast } from '../parts/ui.js';
import { Granted } from '../parts/granted.js';

/** Whether it is the administrator of the settings: every other user who manages users has a grant for it. */
const isOfSettings = me => me.everywhere.includes('security') && !me.granted.some(grant => grant.roles.includes('admin'));

export default function Account() {
  const me = useTask(signal => get('api/whoami', {}, signal), []);
  return html`<${Page} title="Your account" sub=${me.value ? `you are ${me.value.username}` : ' '}>
    <${ErrorBox} error=${me.error}/>
    ${!me.value ? !me.error && html`<${Busy}/>` : isOfSettings(me.value)
      ? html`<${Panel}><p class="pad">The administrator may do everything. Name and password are the settings <code>admin.user</code> and <code>admin.pass</code>.</p></${Panel}>`
      : html`<${Granted} me=${me.value}/><${Password} name=${me.value.username}/>`}
  </${Page}>`;
}

const EMPTY = { present: '', password: '', again: '' };

function Password({ name }) {
  const [form, setForm] = useState(EMPTY);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const submit = async e => {
    e.preventDefault();
    if (form.password !== form.again) {
      setError(new Error('the new password was typed in two ways'));
      return;
    }
    setError(null);
    setBusy(true);
    try {
      await post(path`api/user/${name}/password`, { password: form.password, 'present-password': form.present });
      await login(name, form.password); // the sessions of before have ended
      setForm(EMPTY);
      toast('the password is changed');
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const field = (key, label, more) => html`<${Field} label=${label} hint=${more.hint}><input name=${key} type="password" required autocomplete=${more.autocomplete} minlength=${more.minlength} value=${form[key]} onInput=${e => setForm({ ...form, [key]: e.target.value })}/></${Field}>`;
  return html`<${Panel} title="Another password"><form class="form" onSubmit=${submit}>
    <div class="whole">${field('present', 'Present password', { autocomplete: 'current-password' })}</div>
    ${field('password', 'New password', { hint: 'at least 8 characters', autocomplete: 'new-password', minlength: 8 })}
    ${field('again', 'New password, once more', { autocomplete: 'new-password', minlength: 8 })}
    <div class="whole bar"><button class="primary" disabled=${busy}>Change the password</button><span class="dim">sessions and readers of yours elsewhere end</span></div>
    <div class="whole"><${ErrorBox} error=${error}/></div></form></${Panel}>`;
}

// SPDX-License-Identifier: Apache-2.0
import { html, useState } from '../html.js';
import { login } from '../session.js';
import { Field, ErrorBox, Icon } from './ui.js';

export function Login() {
  const [user, setUser] = useState('admin');
  const [password, setPassword] = useState('');
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const submit = async e => {
    e.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await login(user, password);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return html`<main class="login"><form onSubmit=${submit}>
    <h1><${Icon} name="photon"/>Photon</h1>
    <${Field} label="User"><input name="user" autocomplete="username" autocapitalize="none" spellcheck="false" value=${user} onInput=${e => setUser(e.target.value)} required/></${Field}>
    <${Field} label="Password"><input name="password" type="password" autocomplete="current-password" autofocus value=${password} onInput=${e => setPassword(e.target.value)} required/></${Field}>
    <${ErrorBox} error=${error}/>
    <button class="primary" type="submit" disabled=${busy}>${busy ? 'Logging in…' : 'Log in'}</button>
  </form></main>`;
}

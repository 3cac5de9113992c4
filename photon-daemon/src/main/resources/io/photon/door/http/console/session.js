// SPDX-License-Identifier: Apache-2.0
// Who is logged in. The only module that knows how a request says who asks: by a cookie that scripts cannot read, and a
// token that proves that a change is asked by this page.
import { cell } from './html.js';
import { get, post } from './api.js';
import * as rights from './rights.js';

export const session = cell(null); // {user, permissions} once logged in

let proof = null;

async function take(answer) {
  proof = answer['csrf-token'];
  rights.take(await get('api/whoami'));
  session.set({ user: answer.username, permissions: answer.permissions ?? [] });
}

function forget() {
  proof = null;
  rights.take(null);
  session.set(null);
}

/** The headers that say who asks, besides the cookie. */
export const identity = () => proof ? { 'X-CSRF-Token': proof } : {};

/** Goes on with a session that the browser has, if there is one. */
export async function resume() {
  const answer = await get('auth/session');
  if (answer['logged-in']) await take(answer);
}

/** Logs in, or throws what the daemon said. */
export async function login(username, password) {
  await take(await post('auth/login', { username, password }));
}

export async function logout() {
  try {
    await get('auth/logout');
  } finally {
    forget();
  }
}

/** The daemon does not know us any more. */
export const expired = forget;

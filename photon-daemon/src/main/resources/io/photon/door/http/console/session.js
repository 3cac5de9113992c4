// SPDX-License-Identifier: Apache-2.0
// Logging in and out; who is logged in is in identity.js.
import { get, post } from './api.js';
import { forget, proveWith, session } from './identity.js';
import * as rights from './rights.js';

async function take(answer) {
  proveWith(answer['csrf-token']);
  rights.take(await get('api/whoami'));
  session.set({ user: answer.username, permissions: answer.permissions ?? [] });
}

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

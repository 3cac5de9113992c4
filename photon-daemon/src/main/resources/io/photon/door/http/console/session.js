// Who is logged in. The only module that knows how a request says who asks.
import { cell } from './html.js';

export const session = cell(null); // {user} once logged in

let authorization = null; // kept in the memory of this page only

/** The headers that say who asks. */
export function identity() {
  return authorization ? { Authorization: authorization } : {};
}

/** Whether somebody is logged in already; nobody is after a page was loaded again. */
export async function resume() {
  return session.get();
}

/** Logs in, or throws what the daemon said. @param ping asks the daemon whether the identity is good */
export async function login(user, password, ping) {
  const bytes = new TextEncoder().encode(user + ':' + password);
  authorization = 'Basic ' + btoa(String.fromCharCode(...bytes));
  try {
    await ping();
  } catch (error) {
    authorization = null;
    throw error;
  }
  session.set({ user });
}

export async function logout() {
  authorization = null;
  session.set(null);
}

/** The daemon does not know us any more. */
export function expired() {
  authorization = null;
  session.set(null);
}

// SPDX-License-Identifier: Apache-2.0
// How a request says who asks: by a cookie that scripts cannot read, and a token that proves that a change is asked by
// this page. The only module that knows the token.
import { cell } from './html.js';
import * as rights from './rights.js';

export const session = cell(null); // {user, permissions} once logged in

let proof = null;

/** From now on requests are those of a session. @param token null for none */
export const proveWith = token => { proof = token; };

/** The headers that say who asks, besides the cookie. */
export const identity = () => proof ? { 'X-CSRF-Token': proof } : {};

/** No one is logged in any more. */
export function forget() {
  proof = null;
  rights.take(null);
  session.set(null);
}

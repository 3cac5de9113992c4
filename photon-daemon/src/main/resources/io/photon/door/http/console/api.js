// SPDX-License-Identifier: Apache-2.0
// Every call to the daemon goes through here.
import { forget, identity, session } from './identity.js';
import { read, plain } from './json.js';

/** What the daemon refused, or why it could not be asked. */
export class Failure extends Error {
  constructor(message, { status = 0, code = '', hint = '', line } = {}) {
    super(message);
    Object.assign(this, { status, code, hint, line });
  }
}

/** A path with its values percent-encoded: path`api/stream/${name}`. */
export function path(parts, ...values) {
  return parts.reduce((all, part, i) => all + encodeURIComponent(values[i - 1]) + part);
}

/** A path with a query; values that are null, undefined or '' are left out. */
export function withQuery(where, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length === 0 ? where : where + '?' + new URLSearchParams(given);
}

/** The address of a call: below the page's own folder, wherever a proxy has put it. */
export const address = where => new URL(where, new URL('.', document.baseURI)).href;

async function send(method, where, { query, body, type, accept, signal, headers: more } = {}) {
  const headers = { 'X-Requested-With': 'photon', ...identity(), ...more };
  if (type) headers['Content-Type'] = type;
  if (accept) headers.Accept = accept;
  let answer;
  try {
    answer = await fetch(address(withQuery(where, query)), { method, headers, body, signal, cache: 'no-store', credentials: 'same-origin' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Failure('the daemon does not answer', { code: 'unreachable', hint: 'is it running, and is the network there?' });
  }
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

async function refusal(answer) {
  const text = await answer.text().catch(() => '');
  if (answer.status === 401 && session.get()) forget(); // the daemon does not know us any more
  return failureIn(text, answer.status) ?? new Failure(text.slice(0, 200) || answer.statusText || `status ${answer.status}`, { status: answer.status });
}

/** The failure that a text of the daemon tells; null when it tells none. */
export function failureIn(text, status = 0) {
  try {
    const { error, code, hint, line } = plain(read(text));
    return typeof error === 'string' ? new Failure(error, { status, code, hint, line }) : null;
  } catch {
    return null;
  }
}

/**
 * Why an answer was cut: the daemon says so at its end before it cuts the connection.
 *
 * @param text the end of what came
 */
export function reason(text) {
  const from = text.lastIndexOf('{"error":');
  return (from < 0 ? null : failureIn(text.slice(from))) ?? new Failure('the answer broke off', { code: 'unreachable', hint: 'is the daemon running, and is the network there? try again' });
}

/** The pieces of an answer as they come, as text. Throws what the browser says when it is cut. */
async function* pieces(answer, signal) {
  const reader = answer.body?.getReader();
  if (!reader) return; // nothing came, as it was meant
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = done ? decoder.decode() : decoder.decode(value, { stream: true });
      if (text !== '') yield text;
      if (done) return;
    }
  } finally {
    if (!signal?.aborted) reader.cancel().catch(() => {});
  }
}

/** The answer as a text. */
export async function ask(method, where, options) {
  const answer = await send(method, where, options);
  let text = '';
  try {
    for await (const piece of pieces(answer, options?.signal)) text += piece;
  } catch (error) {
    throw error.name === 'AbortError' ? error : reason(text);
  }
  return text;
}

/** The answer as values; numbers that a double cannot hold stay texts. */
export async function get(where, query, signal) {
  return plain(read(await ask('GET', where, { query, signal })));
}

export async function post(where, value, options = {}) {
  const body = value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  const text = await ask('POST', where, { body, type: body === undefined ? undefined : 'application/json', ...options });
  return text.trim() === '' ? null : plain(read(text));
}

export const remove = (where, query) => ask('DELETE', where, { query });

/** An answer's lines as they come, without their ends. When it is cut, the reason is thrown. */
async function* split(answer, signal) {
  let rest = '';
  let last = '';
  try {
    for await (const piece of pieces(answer, signal)) {
      const all = (rest + piece).split('\n');
      rest = all.pop();
      last = all.at(-1) ?? last;
      yield* all;
    }
  } catch (error) {
    throw error.name === 'AbortError' ? error : reason(rest || last);
  }
  if (rest !== '') yield rest;
}

/** Asks that a failed answer ends properly: of one that is cut the browser often forgets the last line, which tells why. */
const PROPER_END = { Prefer: 'proper-end' };

/** An answer's lines as they come; empty ones are left out. The last one may be a failure: who asks looks at it. */
export async function* lines(where, query, signal, options = {}) {
  const answer = await send(options.method ?? 'GET', where, { ...options, query, signal, headers: PROPER_END });
  for await (const line of split(answer, signal)) if (line.trim() !== '') yield line;
}

/** The same of an answer whose items do not begin with a field error: a line that does is thrown. */
export async function* told(where, query, signal) {
  for await (const line of lines(where, query, signal)) {
    if (line.startsWith('{"error":')) throw reason(line);
    yield line;
  }
}

/** The data of Server-Sent Events as they come, until the daemon says that they are complete; a failure is thrown. */
export async function* pushed(where, query, signal) {
  const answer = await send('GET', where, { query, signal, accept: 'text/event-stream', headers: PROPER_END });
  let now = {};
  for await (const line of split(answer, signal)) {
    if (line === '') {
      if (now.event === 'complete') return;
      if (now.event === 'error') throw reason(now.data ?? '');
      if (now.data !== undefined) yield now.data;
      now = {};
    } else if (!line.startsWith(':')) {
      const colon = line.indexOf(':');
      const name = colon < 0 ? line : line.slice(0, colon);
      const text = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      now[name] = name === 'data' && now.data !== undefined ? now.data + '\n' + text : text;
    }
  }
}

/** The events of a replay as lines. @param query with exact=true for the one stream of this name, else it may be a glob */
export const replay = (stream, query, signal) => told(path`api/replay/${stream}`, query, signal);

/** Sends a file or a form, telling how much of it is gone. @param type null for a form, which says it itself. @returns the answer's text */
export function upload(where, { query, file, type, signal, progress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address(withQuery(where, query)));
    for (const [name, value] of Object.entries({ 'X-Requested-With': 'photon', ...identity(), ...(type ? { 'Content-Type': type } : {}) })) request.setRequestHeader(name, value);
    request.upload.onprogress = e => progress?.(e.total ? e.loaded / e.total : 0);
    request.onload = () => request.status < 300 ? resolve(request.responseText)
      : refusal(new Response(request.responseText, { status: request.status })).then(reject);
    request.onerror = () => reject(new Failure('the daemon does not answer', { code: 'unreachable', hint: 'the upload was cut off; is the daemon running?' }));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

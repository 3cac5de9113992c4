// SPDX-License-Identifier: Apache-2.0
// Shows the daemon's OpenAPI document and makes calls with the identity that the browser has for this daemon.
const LONGEST_SHOWN = 100_000;

/** An element with attributes and children; text is never read as HTML. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A schema as one reads it: references by name, the rest as JSON. */
function shown(schema) {
  return JSON.stringify(schema, (key, value) =>
    value && typeof value === 'object' && typeof value.$ref === 'string'
      ? value.$ref.replace('#/components/schemas/', '→ ') : value, 1);
}

function referred(schema, found = new Set()) {
  JSON.stringify(schema, (key, value) => {
    if (key === '$ref') found.add(value.split('/').pop());
    return value;
  });
  return found;
}

/** All schemas that one leads to, by name. */
function closure(api, schema) {
  const names = referred(schema);
  for (const name of names) referred(api.components.schemas[name], names);
  return [...names].sort();
}

function schemas(api, title, content) {
  return Object.entries(content ?? {}).flatMap(([type, media]) => type === 'application/edn' ? [] : [
    element('h3', {}, `${title}, ${type}`),
    element('pre', { tabindex: '0' }, shown(media.schema)),
    ...closure(api, media.schema).map(name => element('details', {},
      element('summary', {}, name),
      element('div', { class: 'inside' }, element('pre', { tabindex: '0' }, shown(api.components.schemas[name]))))),
  ]);
}

function field(parameter, inputs) {
  const values = parameter.schema.enum ?? (parameter.schema.type === 'boolean' ? ['true', 'false'] : null);
  const input = values
    ? element('select', {}, element('option', { value: '' }, ''), ...values.map(v => element('option', {}, v)))
    : element('input', { autocomplete: 'off', spellcheck: 'false' });
  inputs.push({ parameter, input });
  return element('label', {},
    element('span', {}, element('code', {}, parameter.name),
      ` in the ${parameter.in}${parameter.required ? ', needed' : ''}`),
    input,
    element('span', { class: 'hint' }, parameter.description ?? parameter.schema.description ?? ''));
}

/** Where a call goes, relative to this page, so that it works below any path of a proxy. */
function target(path, inputs) {
  let filled = path.slice(1);
  const query = [];
  for (const { parameter, input } of inputs) {
    const value = encodeURIComponent(input.value);
    if (parameter.in === 'path') filled = filled.replace(`{${parameter.name}}`, value);
    if (parameter.in === 'query' && input.value !== '') query.push(`${parameter.name}=${value}`);
  }
  return filled + (query.length ? `?${query.join('&')}` : '');
}

const quoted = text => `'${text.replaceAll("'", `'\\''`)}'`;

function curl(method, url, headers, body) {
  const parts = ['curl', '-u', 'admin'];
  if (method !== 'GET') parts.push('-X', method);
  for (const [name, value] of Object.entries(headers)) parts.push('-H', quoted(`${name}: ${value}`));
  if (body != null) parts.push('--data-binary', quoted(body));
  parts.push(quoted(url));
  return parts.join(' ');
}

/** Writes an answer as it comes, up to a length: a live one never ends. */
async function read(answer, into) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let length = 0; length < LONGEST_SHOWN;) {
    const { done, value } = await reader.read();
    if (done) return;
    length += value.length;
    into.append(value);
  }
  into.append('\n… and more');
  await reader.cancel();
}

/** A change that comes with the cookie of a session needs the session's token, too. */
async function sessionHeaders(method) {
  if (method === 'GET') return {};
  const session = await fetch('auth/session', { credentials: 'same-origin' });
  const token = session.ok ? (await session.json())['csrf-token'] : null;
  return token ? { 'X-CSRF-Token': token } : {};
}

function trial(path, method, operation, parameters) {
  const inputs = [];
  const fields = element('div', { class: 'fields' }, ...parameters.map(parameter => field(parameter, inputs)));
  const types = Object.keys(operation.requestBody?.content ?? {});
  const type = types.length
    ? element('select', { 'aria-label': 'type of the body' }, ...types.map(t => element('option', {}, t))) : null;
  const upload = types.includes('multipart/form-data');
  const body = types.length ? element('textarea', { 'aria-label': 'body', spellcheck: 'false' }) : null;
  const status = element('p', { role: 'status' });
  const output = element('pre', { tabindex: '0', hidden: true });
  let running = null;

  function asked() {
    const headers = {};
    for (const { parameter, input } of inputs) {
      if (parameter.in === 'header' && input.value !== '') headers[parameter.name] = input.value;
    }
    if (type) headers['Content-Type'] = type.value;
    return { url: new URL(target(path, inputs), document.baseURI).href, headers, body: body?.value };
  }

  async function call() {
    running?.abort();
    running = new AbortController();
    const { url, headers, body: text } = asked();
    status.className = '';
    status.textContent = 'asking …';
    output.hidden = true;
    output.textContent = '';
    try {
      const answer = await fetch(url, {
        method, headers: { ...headers, ...await sessionHeaders(method) }, body: text, signal: running.signal, credentials: 'same-origin', redirect: 'error',
      });
      status.textContent = `${answer.status} ${answer.statusText} ${answer.headers.get('Content-Type') ?? ''}`;
      status.className = answer.ok ? '' : 'bad';
      output.hidden = false;
      await read(answer, output);
    } catch (failure) {
      if (failure.name === 'AbortError') {
        status.textContent += ', stopped';
      } else {
        status.textContent = `there was no answer: ${failure.message}`;
        status.className = 'bad';
      }
    }
  }

  function showCurl() {
    const { url, headers, body: text } = asked();
    status.textContent = '';
    output.hidden = false;
    output.textContent = curl(method, url, headers, text);
  }

  return element('div', {}, element('h3', {}, 'Try it'), fields,
    ...(type && !upload ? [type, body] : []),
    upload ? element('p', { class: 'note' }, 'Files are sent with curl or with photon, see the documentation.')
      : element('button', { type: 'button', onclick: call }, 'Ask'),
    upload ? '' : element('button', { type: 'button', onclick: () => running?.abort() }, 'Stop'),
    upload ? '' : element('button', { type: 'button', onclick: showCurl }, 'As curl'),
    status, output);
}

function call(api, path, method, operation) {
  const parameters = operation.parameters ?? [];
  const inside = element('div', { class: 'inside' });
  const shownCall = element('details', { id: operation.operationId },
    element('summary', {},
      element('span', { class: `method ${method}` }, method.toUpperCase()),
      element('span', { class: 'path' }, path),
      element('span', { class: 'doc' }, operation.summary)),
    inside);
  shownCall.addEventListener('toggle', () => {
    if (!shownCall.open || inside.childElementCount) return;
    if (operation.security?.length === 0) inside.append(element('p', { class: 'note' }, 'Needs no identity.'));
    inside.append(trial(path, method.toUpperCase(), operation, parameters),
      ...schemas(api, 'Body', operation.requestBody?.content),
      ...schemas(api, 'Answer', operation.responses['200']?.content));
  });
  return shownCall;
}

function show(api) {
  document.getElementById('about').textContent = `${api.info.summary} Version ${api.info.version}.`;
  const calls = [];
  const groups = api.tags.map(tag => {
    const group = element('section', {}, element('h2', {}, tag.name), element('p', {}, tag.description));
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.tags?.[0] === tag.name) {
          const made = call(api, path, method, operation);
          calls.push({ made, group, words: `${method} ${path} ${operation.operationId} ${operation.summary}`.toLowerCase() });
          group.append(made);
        }
      }
    }
    return group;
  });
  document.getElementById('calls').replaceChildren(...groups);
  const filter = document.getElementById('filter');
  const apply = () => {
    const wanted = filter.value.toLowerCase().split(/\s+/);
    for (const { made, words } of calls) made.hidden = !wanted.every(word => words.includes(word));
    for (const group of groups) group.hidden = !calls.some(c => c.group === group && !c.made.hidden);
  };
  filter.addEventListener('input', apply);
  const named = document.getElementById(location.hash.slice(1));
  if (named instanceof HTMLDetailsElement) {
    named.open = true;
    named.scrollIntoView();
  }
}

try {
  const answer = await fetch('openapi.json');
  if (!answer.ok) throw new Error(`the answer is ${answer.status}`);
  show(await answer.json());
} catch (failure) {
  document.getElementById('calls').replaceChildren(
    element('p', { class: 'bad' }, `openapi.json cannot be read: ${failure.message}`));
}

// SPDX-License-Identifier: Apache-2.0
// An event to the letter, what caused it and what it caused, and how to get it elsewhere.
import { html, useTask } from '../html.js';
import { get, path, address } from '../api.js';
import { read, field, pretty } from '../json.js';
import { link } from '../route.js';
import { Copy, ErrorBox, Facts } from './ui.js';
import { Tree } from './tree.js';
import { clock, time, quoted } from '../format.js';

const ENVELOPE = ['order-id', 'event-time', 'stream-name', 'event-type', 'payload'];

export function EventDetail({ text }) {
  let node;
  try {
    node = read(text);
  } catch (error) {
    return html`<${ErrorBox} error=${error}/><pre>${text}</pre>`;
  }
  const word = name => field(node, name)?.text ?? '';
  const id = word('order-id');
  const stream = word('stream-name');
  const payload = field(node, 'payload');
  const others = node.fields.filter(([name]) => !ENVELOPE.includes(name));
  const where = address(path`api/event/${stream}/${id}`);
  return html`
    <div class="bar"><${Copy} text=${() => pretty(node)} label="JSON"/>
      <${Copy} text=${`curl -u USER:PASSWORD ${quoted(where)}`} label="curl" title="Copy as a curl command"/>
      <${Copy} text=${`photon replay ${quoted(stream)} --exact --type cold --from ${id} --to ${id}`} label="photon" title="Copy as a photon command"/>
      <${Copy} text=${id} label="Order-id"/></div>
    <${Facts} rows=${[['Type', word('event-type')], ['Stream', html`<a href=${link('stream', stream, { at: id, event: id })}>${stream}</a>`], ['Time', html`<span class="mono">${time(word('event-time'))}</span>`], ['Order-id', html`<span class="mono">${id}</span>`]]}/>
    <div><h3>Payload</h3>${payload && html`<${Tree} node=${payload}/>`}</div>
    ${others.length > 0 && html`<div><h3>Other fields</h3>${others.map(([name, value]) => html`<${Tree} name=${name} node=${value} key=${name}/>`)}</div>`}
    <div><h3>Causes and effects</h3><${Causes} id=${id}/></div>`;
}

const One = ({ event, here }) => html`<div class=${here ? 'one this' : 'one'}>
  ${here ? html`<b title="This event">${event['event-type']}</b>` : html`<a href=${link('event', event['order-id'])}>${event['event-type']}</a>`}
  <span class="dim">${event['stream-name']}</span><span class="when">${clock(event['event-time'])}</span></div>`;

const Effects = ({ event, here }) => html`<li><${One} event=${event} here=${here}/>${event.effects.length > 0 && html`<ul>${event.effects.map(each => html`<${Effects} event=${each} key=${each['order-id']}/>`)}</ul>`}</li>`;

function Causes({ id }) {
  const trace = useTask(signal => get(path`api/trace/${id}`, { limit: 200 }, signal), [id]);
  if (trace.error) return html`<${ErrorBox} error=${trace.error}/>`;
  if (!trace.value) return html`<p class="dim">Looking…</p>`;
  const { causes, event, complete } = trace.value;
  if (causes.length === 0 && event.effects.length === 0) return html`<p class="dim">Nothing caused it, as far as it says, and it caused nothing.</p>`;
  // The nearest cause comes first: the farthest is the root.
  const tree = [...causes].reduce((below, cause) => html`<li key=${cause['order-id']}><${One} event=${cause}/><ul>${below}</ul></li>`, html`<${Effects} event=${event} here/>`);
  return html`<ul class="cause">${tree}</ul>${!complete && html`<p class="dim">There are more effects than are shown.</p>`}`;
}

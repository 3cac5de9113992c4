// SPDX-License-Identifier: Apache-2.0
// Emits an event; its payload goes out to the letter.
import { html, useState } from '../html.js';
import { ask } from '../api.js';
import { read, write, pretty, field } from '../json.js';
import { link } from '../route.js';
import { Page, Panel, Field, ErrorBox, Copy, toast } from '../parts/ui.js';
import { Editor } from '../parts/editor.js';
import { EventDetail } from '../parts/eventdetail.js';
import { quoted } from '../format.js';

export default function Emit({ query }) {
  const [form, setForm] = useState({ stream: query.stream ?? '', type: query.type ?? '', payload: '{\n  \n}', id: '', cause: '', schema: '', expected: '' });
  const [error, setError] = useState(null);
  const [answer, setAnswer] = useState(null);
  const [busy, setBusy] = useState(false);
  const set = name => e => setForm({ ...form, [name]: e.target.value });
  let payload = null;
  let wrong = null;
  try { payload = read(form.payload); } catch (failure) { wrong = failure.message; }
  const submit = async e => {
    e?.preventDefault();
    if (wrong || busy) return;
    setBusy(true);
    setError(null);
    const fields = [['stream-name', { kind: 'string', text: form.stream }], ['event-type', { kind: 'string', text: form.type }],
      ...(form.id ? [['local-id', { kind: 'string', text: form.id }]] : []), ...(form.schema ? [['schema', { kind: 'string', text: form.schema }]] : []),
      ...(/^\d+$/.test(form.cause) ? [['caused-by', { kind: 'number', text: form.cause }]] : []), ['payload', payload]];
    try {
      const text = await ask('POST', 'api/event', { body: write({ kind: 'object', fields }), type: 'application/json', headers: form.expected ? { 'Expect-Last-Order-Id': form.expected } : {} });
      const node = read(text);
      setAnswer(text);
      toast(field(node, 'duplicate') ? 'stored before under this id' : `stored at ${field(node, 'order-id').text}`);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const command = ['photon emit', '--stream', quoted(form.stream || 'STREAM'), '--type', quoted(form.type || 'TYPE'), ...(form.id ? ['--id', quoted(form.id)] : []), '--payload', quoted(payload ? write(payload) : '…')].join(' ');
  return html`<${Page} title="Emit" sub="an answer means that the event is on the disk">
    <${Panel}><form class="form" onSubmit=${submit}>
      <${Field} label="Stream"><input name="stream" required value=${form.stream} onInput=${set('stream')} spellcheck="false" placeholder="orders"/></${Field}>
      <${Field} label="Type"><input name="type" required value=${form.type} onInput=${set('type')} spellcheck="false" placeholder="OrderPlaced"/></${Field}>
      <${Field} label="Id of your own" hint="the same id in the same stream is stored once"><input name="id" value=${form.id} onInput=${set('id')} spellcheck="false"/></${Field}>
      <${Field} label="Caused by" hint="order-id of another event"><input name="cause" value=${form.cause} onInput=${set('cause')} inputmode="numeric" pattern="[0-9]*"/></${Field}>
      <${Field} label="Schema" hint="a version, if you have any"><input name="schema" value=${form.schema} onInput=${set('schema')} spellcheck="false"/></${Field}>
      <${Field} label="Only if the stream ends at" hint="any, none, or an order-id"><input name="expected" value=${form.expected} onInput=${set('expected')} placeholder="any"/></${Field}>
      <div class="whole"><${Field} label="Payload" error=${form.payload.trim() && wrong}><${Editor} value=${form.payload} change=${text => setForm({ ...form, payload: text })} language="json" label="Payload" rows=${8} submit=${submit}/></${Field}></div>
      <div class="whole bar"><button class="primary" disabled=${busy || wrong !== null}>Emit</button><button type="button" disabled=${wrong !== null} onClick=${() => setForm({ ...form, payload: pretty(payload) })}>Format</button><${Copy} text=${command} label="photon"/><span class="dim">Ctrl Enter emits</span></div>
      <div class="whole"><${ErrorBox} error=${error}/></div>
    </form></${Panel}>
    ${answer && html`<${Panel} title="Stored" aside=${html`<a href=${link('stream', form.stream)}>its stream</a>`}><div class="detail-body"><${EventDetail} text=${answer}/></div></${Panel}>`}
  </${Page}>`;
}

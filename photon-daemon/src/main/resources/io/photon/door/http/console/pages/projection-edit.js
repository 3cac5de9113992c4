// SPDX-License-Identifier: Apache-2.0
// Writes a projection: its code, and what comes of it over the newest events before it is created.
import { html, useState, useTask } from '../html.js';
import { ask, get, path, post } from '../api.js';
import { read, field, plain, write } from '../json.js';
import { go, link } from '../route.js';
import { Page, Panel, Field, ErrorBox, Busy, Facts, Copy } from '../parts/ui.js';
import { Editor } from '../parts/editor.js';
import { Tree } from '../parts/tree.js';
import { count, micros, quoted } from '../format.js';

const EXAMPLES = {
  javascript: { reduction: 'function(state, event) {\n  return {\n    events: state.events + 1,\n    last: event["event-type"]\n  };\n}', initial: '{"events": 0}' },
  jq: { reduction: '. + 1', initial: '0' },
  clojure: { reduction: '(fn [state event]\n  (update state :events inc))', initial: '{:events 0}' },
};

export default function ProjectionEdit({ args: [name] }) {
  const existing = useTask(signal => name ? get(path`api/projection/${name}`, {}, signal) : Promise.resolve(null), [name]);
  if (existing.error) return html`<${Page} title="Edit"><${ErrorBox} error=${existing.error}/></${Page}>`;
  if (existing.value === undefined) return html`<${Page} title="Edit"><${Busy}/></${Page}>`;
  return html`<${Form} existing=${existing.value}/>`;
}

function Form({ existing }) {
  const [form, setForm] = useState(existing
    ? { name: existing['projection-name'], stream: existing['stream-name'], exact: existing.exact === true, language: existing.language, reduction: existing.reduction, initial: existing['initial-value'] ?? '' }
    : { name: '', stream: '__all__', exact: false, language: 'javascript', ...EXAMPLES.javascript });
  const [events, setEvents] = useState('1000');
  const [tried, setTried] = useState(null);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState('');
  const streams = useTask(signal => get('api/streams', { limit: 500 }, signal).then(a => a.streams.map(s => s['stream-name']), () => []), []);
  const set = key => e => setForm({ ...form, [key]: e.target.value });
  const choose = language => {
    const untouched = Object.values(EXAMPLES).some(each => each.reduction === form.reduction);
    setForm({ ...form, language, ...(untouched ? EXAMPLES[language] : {}) });
  };
  const body = () => ({ 'projection-name': form.name || 'dry-run', 'stream-name': form.stream, exact: form.exact, language: form.language, reduction: form.reduction, 'initial-value': form.initial });
  const attempt = async (what, run) => {
    if (busy) return;
    setBusy(what);
    setError(null);
    try { await run(); } catch (failure) { setError(failure); } finally { setBusy(''); }
  };
  const dryRun = () => attempt('dry', async () => {
    setTried(null);
    setTried(read(await ask('POST', 'api/projection', { query: { 'dry-run': 'true', events }, body: JSON.stringify(body()), type: 'application/json' })));
  });
  const create = e => {
    e.preventDefault();
    attempt('create', async () => {
      await post('api/projection', body(), { query: { replace: existing ? 'true' : 'false' } });
      go('projection', form.name);
    });
  };
  const command = `photon projection create ${quoted(form.name || 'NAME')} --stream ${quoted(form.stream)} --language ${form.language} -e ${quoted(form.reduction)}${form.initial ? ` --initial ${quoted(form.initial)}` : ''}${existing ? ' --replace' : ''}`;
  return html`<${Page} title=${existing ? `Edit ${form.name}` : 'New projection'} sub=${existing ? 'with other code it folds its stream again from the first event' : 'folds each event of a stream into a value'}>
    <div class="columns">
      <${Panel}><form class="form" onSubmit=${create}>
        <${Field} label="Name"><input name="name" required readonly=${existing !== null} value=${form.name} onInput=${set('name')} spellcheck="false" placeholder="orders-by-day"/></${Field}>
        <${Field} label="Stream" hint="a name, a glob, or __all__"><input name="stream" required list="streams" value=${form.stream} onInput=${set('stream')} spellcheck="false"/><datalist id="streams">${(streams.value ?? []).map(each => html`<option value=${each} key=${each}/>`)}</datalist></${Field}>
        <${Field} label="Language"><select name="language" value=${form.language} onChange=${e => choose(e.target.value)}>${Object.keys(EXAMPLES).map(each => html`<option value=${each} key=${each}>${each}</option>`)}</select></${Field}>
        <${Field} label="Initial value"><input name="initial" class="mono" value=${form.initial} onInput=${set('initial')} spellcheck="false"/></${Field}>
        <div class="whole"><${Field} label="Reduction: from the value so far and an event to the next value"><${Editor} label="Reduction" rows=${11} language=${form.language} value=${form.reduction} change=${text => setForm({ ...form, reduction: text })} submit=${dryRun}/></${Field}></div>
        <label class="check whole"><input type="checkbox" checked=${form.exact} onChange=${e => setForm({ ...form, exact: e.target.checked })}/>The stream's name is not a glob</label>
        <div class="whole bar"><button class="primary" type="submit" disabled=${busy !== ''}>${existing ? 'Replace' : 'Create'}</button>
          <button type="button" disabled=${busy !== ''} onClick=${dryRun}>Dry run</button><label class="check">over the newest <input style=${{ width: '80px' }} value=${events} inputmode="numeric" pattern="[0-9]+" onInput=${e => setEvents(e.target.value)}/> events</label>
          <${Copy} text=${command} label="photon"/></div>
        <div class="whole"><${ErrorBox} error=${error}/></div>
      </form></${Panel}>
      <${Panel} title="Dry run" aside="nothing is stored">${busy === 'dry' ? html`<${Busy}>Folding…</${Busy}>` : tried ? html`<${Tried} tried=${tried}/>` : html`<p class="pad dim">Ctrl Enter in the code folds the newest events of the stream, from the initial value, and shows what comes of it here.</p>`}</${Panel}>
    </div>
  </${Page}>`;
}

function Tried({ tried }) {
  const facts = plain({ kind: 'object', fields: tried.fields.filter(([each]) => each !== 'value') });
  const value = field(tried, 'value');
  return html`${facts.error && html`<div class="pad"><${ErrorBox} error=${{ message: facts.error, hint: html`at <a href=${link('event', facts['failed-at'])}>event ${facts['failed-at']}</a>, after ${count(facts.events)} events` }}/></div>`}
    <${Facts} rows=${[['Folded', `${count(facts.events)} events`], facts.events > 0 && ['Per event', micros(Math.max(1, Math.round(facts.micros / facts.events)))]]}/>
    <div class="pad tree">${value.kind === 'object' || value.kind === 'array' ? html`<${Tree} node=${value}/>` : html`<div class="bignum">${write(value)}</div>`}</div>`;
}

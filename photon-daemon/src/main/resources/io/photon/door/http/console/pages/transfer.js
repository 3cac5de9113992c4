// SPDX-License-Identifier: Apache-2.0
// Events from a file, and into one.
import { html, useState, useRef } from '../html.js';
import { upload } from '../api.js';
import { read, plain } from '../json.js';
import { go, link } from '../route.js';
import { useRights } from '../rights.js';
import { Page, Panel, Field, ErrorBox, Facts } from '../parts/ui.js';
import { count, bytes, isGlob, quoted } from '../format.js';

export default function Transfer() {
  const may = useRights();
  return html`<${Page} title="Import & export" sub="events from a file, and into one; a whole store goes by backup and restore"><div class="columns">${may('emit') && html`<${Import}/><${NewStream}/>`}${may('replay') && html`<${Export}/>`}</div></${Page}>`;
}

function Import() {
  const [file, setFile] = useState(null);
  const [part, setPart] = useState(null);
  const [error, setError] = useState(null);
  const [summary, setSummary] = useState(null);
  const stop = useRef(null);
  const run = async e => {
    e.preventDefault();
    stop.current = new AbortController();
    setError(null);
    setSummary(null);
    setPart(0);
    try {
      const array = (await file.slice(0, 200).text()).trimStart().startsWith('[');
      const text = await upload('api/events', { query: { ack: 'summary' }, file, type: array ? 'application/json' : 'application/x-ndjson', signal: stop.current.signal, progress: setPart });
      setSummary(plain(read(text)));
    } catch (failure) {
      if (failure.name !== 'AbortError') setError(failure);
    } finally {
      setPart(null);
    }
  };
  return html`<${Panel} title="Import"><form class="form" onSubmit=${run}>
    <div class="whole"><${Field} label="A file of events" hint="a line of JSON an event, or one JSON array; each with stream-name, event-type and payload. Bad lines are refused, the others stored; a local-id makes it safe to repeat."><input type="file" required accept=".ndjson,.jsonl,.json,.txt" onChange=${e => setFile(e.target.files[0])}/></${Field}></div>
    <div class="whole bar">${part === null ? html`<button class="primary" disabled=${!file}>Import</button>` : html`<button type="button" onClick=${() => stop.current.abort()}>Stop</button>`}${file && html`<span class="dim">${file.name}, ${bytes(file.size)}</span>`}</div>
    ${part !== null && html`<div class="whole"><progress max="1" value=${part} aria-label="Sent"></progress></div>`}
    <div class="whole"><${ErrorBox} error=${error}/></div>
  </form>
  ${summary && html`<${Facts} rows=${[['Stored', count(summary.stored)], ['There already', count(summary.duplicates)], ['Refused', count(summary.refused)]]}/>${summary.errors?.length > 0 && html`<div class="scroll"><table><thead><tr><th>Line</th><th>Why it was refused</th></tr></thead><tbody>${summary.errors.map((e, i) => html`<tr key=${i}><td>${e.line ?? '–'}</td><td>${e.error}${e.hint && html`<div class="dim">${e.hint}</div>`}</td></tr>`)}</tbody></table></div>`}`}
  </${Panel}>`;
}

/** A file as a stream of its own, all or nothing. */
function NewStream() {
  const [file, setFile] = useState(null);
  const [stream, setStream] = useState('');
  const [part, setPart] = useState(null);
  const [error, setError] = useState(null);
  const [answer, setAnswer] = useState(null);
  const stop = useRef(null);
  const run = async e => {
    e.preventDefault();
    stop.current = new AbortController();
    setError(null);
    setAnswer(null);
    setPart(0);
    const form = new FormData();
    form.append('stream-name', stream);
    form.append(/\.pev$/i.test(file.name) ? 'upload-pev' : 'upload-file', file);
    try {
      setAnswer(plain(read(await upload('api/new-stream', { file: form, type: null, signal: stop.current.signal, progress: setPart }))));
    } catch (failure) {
      if (failure.name !== 'AbortError') setError(failure);
    } finally {
      setPart(null);
    }
  };
  return html`<${Panel} title="Import as a new stream"><form class="form" onSubmit=${run}>
    <${Field} label="A file of one stream" hint="a .pev file, lines of JSON, or one JSON array. All or nothing: the first bad line ends it, and nothing is stored."><input name="new-stream-file" type="file" required accept=".pev,.ndjson,.jsonl,.json,.txt" onChange=${e => setFile(e.target.files[0])}/></${Field}>
    <${Field} label="Name of the stream" hint="if it is taken, a number is added"><input name="new-stream" required value=${stream} onInput=${e => setStream(e.target.value)} spellcheck="false"/></${Field}>
    <div class="whole bar">${part === null ? html`<button class="primary" disabled=${!file}>Import as a new stream</button>` : html`<button type="button" onClick=${() => stop.current.abort()}>Stop</button>`}${file && html`<span class="dim">${file.name}, ${bytes(file.size)}</span>`}</div>
    ${part !== null && html`<div class="whole"><progress max="1" value=${part} aria-label="Sent"></progress></div>`}
    <div class="whole"><${ErrorBox} error=${error}/></div>
    ${answer && html`<p class="whole" role="status">${count(answer.events)} events are stored in <a href=${link('stream', answer['stream-name'])}>${answer['stream-name']}</a></p>`}
  </form></${Panel}>`;
}

function Export() {
  const [stream, setStream] = useState('__all__');
  return html`<${Panel} title="Export"><form class="form" onSubmit=${e => { e.preventDefault(); go('stream', stream, { view: 'export', glob: isGlob(stream) }); }}>
    <${Field} label="Stream" hint="a name or a glob; __all__ for every stream"><input name="exported" value=${stream} required onInput=${e => setStream(e.target.value)} spellcheck="false"/></${Field}>
    <div class="whole bar"><button class="primary">Choose what and how</button></div>
    <div class="whole"><p class="dim">In the command line:</p><pre class="command">photon replay ${quoted(stream || '__all__')} --type cold > events.ndjson</pre></div>
  </form></${Panel}>`;
}

// SPDX-License-Identifier: Apache-2.0
// A backup of everything, proven; and everything back from one, or nothing.
import { html, useState, useRef } from '../html.js';
import { address, told, upload, withQuery, Failure } from '../api.js';
import { read, plain } from '../json.js';
import { Page, Panel, Field, ErrorBox, Facts, confirmed } from '../parts/ui.js';
import { bytes, count } from '../format.js';

export default function Backup() {
  return html`<${Page} title="Backup & restore" sub="a line of JSON an event, and a checksum; restored is the identical store, or nothing">
    <div class="columns"><${Download}/><${Restore}/><${Verify}/></div></${Page}>`;
}

function Download() {
  const [from, setFrom] = useState('');
  const name = `photon-${new Date().toISOString().slice(0, 10)}.backup`;
  return html`<${Panel} title="Backup"><div class="form">
    <div class="whole"><${Field} label="From" hint="empty for everything; an order-id or a time for what came since"><input value=${from} onInput=${e => setFrom(e.target.value)} spellcheck="false"/></${Field}></div>
    <div class="whole bar"><a class="button primary" href=${address(withQuery('api/backup', { from }))} download=${name}>Download a backup</a></div>
    <div class="whole"><p class="dim">Its last line is a trailer with number, range and checksum: a download that broke off has none. In the command line:</p><pre class="command">photon backup --file photon.backup</pre></div>
  </div></${Panel}>`;
}

function Restore() {
  const [file, setFile] = useState(null);
  const [options, setOptions] = useState({ until: '', asNew: false });
  const [part, setPart] = useState(null);
  const [error, setError] = useState(null);
  const [answer, setAnswer] = useState(null);
  const stop = useRef(null);
  const run = async dry => {
    if (!dry && !await confirmed({ title: 'Restore', text: `Everything in ${file.name} that is not stored yet is stored, all or nothing. A dry run tells what that would be.`, type: 'restore', verb: 'Restore', command: 'photon restore photon.backup' })) return;
    stop.current = new AbortController();
    setError(null);
    setAnswer(null);
    setPart(0);
    try {
      const text = await upload('api/restore', { query: { 'dry-run': dry ? 'true' : '', until: options.until, 'as-new': options.asNew ? 'true' : '' }, file, type: 'application/x-ndjson', signal: stop.current.signal, progress: setPart });
      setAnswer({ dry, ...plain(read(text.trim().split('\n').at(-1))) });
    } catch (failure) {
      if (failure.name !== 'AbortError') setError(failure);
    } finally {
      setPart(null);
    }
  };
  return html`<${Panel} title="Restore"><div class="form">
    <div class="whole"><${Field} label="A backup"><input type="file" name="backup" onChange=${e => { setFile(e.target.files[0]); setAnswer(null); }}/></${Field}></div>
    <${Field} label="Until" hint="an order-id or a time; empty for all"><input value=${options.until} onInput=${e => setOptions({ ...options, until: e.target.value })}/></${Field}>
    <label class="check"><input type="checkbox" checked=${options.asNew} onChange=${e => setOptions({ ...options, asNew: e.target.checked })}/>As new events, at the head</label>
    <div class="whole bar">${part === null ? html`<button class="primary" disabled=${!file} onClick=${() => run(true)}>Dry run</button><button class="danger" disabled=${!file} onClick=${() => run(false)}>Restore…</button>` : html`<button onClick=${() => stop.current.abort()}>Stop</button>`}</div>
    ${part !== null && html`<div class="whole"><progress max="1" value=${part} aria-label="Sent"></progress></div>`}
    <div class="whole"><${ErrorBox} error=${error}/></div></div>
    ${answer && html`<p class="pad"><b>${answer.dry ? 'Dry run: nothing was stored' : 'Restored'}</b></p><${Facts} rows=${[[answer.dry ? 'Would be stored' : 'Stored', count(answer.restored)], ['There already', count(answer.skipped)], ['Deleted streams', count(answer.deleted)], ['Left out', count(answer['left-out'])], ['Head', html`<span class="mono">${answer.head}</span>`]]}/>`}
  </${Panel}>`;
}

/** The most damaged places that are listed. */
const MOST_LISTED = 200;

function Verify() {
  const [damages, setDamages] = useState([]);
  const [said, setSaid] = useState(null);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setError(null);
    setSaid(null);
    setDamages([]);
    let last = null;
    try {
      for await (const line of told('api/verify', {})) {
        const one = plain(read(line));
        if (one.damage === undefined) setSaid(last = one);
        else setDamages((listed) => listed.length < MOST_LISTED ? [...listed, one] : listed);
      }
      if (last?.ok === undefined) throw new Failure('the verification ended without a verdict', { hint: 'verify once more' });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return html`<${Panel} title="Verify"><div class="form"><p class="whole dim">Reads every event of the store and checks its checksum and its place in the order.</p>
    <div class="whole bar"><button class="primary" disabled=${busy} onClick=${run}>${busy ? 'Checking…' : 'Verify the store'}</button></div><div class="whole"><${ErrorBox} error=${error}/></div></div>
    ${said && html`<${Facts} rows=${[said.ok !== undefined && ['Verdict', html`<span class=${said.ok ? 'badge ok' : 'badge bad'}>${said.ok ? 'whole' : 'damaged'}</span>`], ['Events', count(said.events)], ['Size', bytes(said.bytes)], ['Damaged places', count(said.damages ?? damages.length)]]}/>`}
    ${damages.length > 0 && html`<${Damages} damages=${damages} all=${said?.damages}/>`}
  </${Panel}>`;
}

const Damages = ({ damages, all }) => html`<div class="scroll"><table><thead><tr><th>Place</th><th>What</th><th>From order-id</th><th>To order-id</th></tr></thead>
  <tbody>${damages.map((one, i) => html`<tr key=${i}><td>${one.place}</td><td>${one.damage.replace(`${one.place}: `, '')}</td><td class="mono">${one['first-order-id']}</td><td class="mono">${one['last-order-id']}</td></tr>`)}</tbody></table></div>
  ${all > damages.length && html`<p class="pad dim">The first ${count(damages.length)} of ${count(all)}; photon verify lists more.</p>`}`;

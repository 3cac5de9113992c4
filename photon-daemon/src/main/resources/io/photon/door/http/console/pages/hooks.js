// SPDX-License-Identifier: Apache-2.0
// Hooks: addresses to which other services deliver events, each signed with a secret.
import { html, useState, useTask } from '../html.js';
import { address, get, post, path, remove } from '../api.js';
import { link } from '../route.js';
import { Page, Panel, Dialog, Field, Badge, Copy, ErrorBox, Busy, Empty, acting, confirmed } from '../parts/ui.js';
import { Secret } from '../parts/secret.js';
import { ago, bytes, count, minute, quoted } from '../format.js';

const SCHEMES = ['github', 'standard', 'stripe', 'header'];
const NEW = { hook: '', stream: '', scheme: 'github', 'signature-header': '', 'type-from': '', 'event-type': '', 'id-from': '', 'max-body': '' };

const rowsOf = made => [['Address', address(made.path.slice(1))], ['Secret', made.secret]];

export default function Hooks() {
  const all = useTask(signal => get('api/hooks', {}, signal), []);
  const [secret, setSecret] = useState(null);
  const [limited, setLimited] = useState(null);
  const shown = all.value?.hooks ?? [];
  return html`<${Page} title="Hooks" sub="other services deliver events to an address, and sign each delivery with a secret">
    <${ErrorBox} error=${all.error}/>
    ${!all.value ? !all.error && html`<${Busy}/>` : shown.length === 0 ? html`<${Panel}><${Empty} title="No hooks"><p>A sender needs no password and no token: what it signs rightly becomes an event of the hook's stream.</p></${Empty}></${Panel}>`
      : html`<${Panel}><div class="scroll"><table><thead><tr><th>Hook</th><th>Stream</th><th>Signed as</th><th class="right">Stored</th><th class="right">Again</th><th class="right">Failed</th><th class="right">Last delivery</th><th><span class="dim">Actions</span></th></tr></thead><tbody>${shown.map(hook => html`<${Row} key=${hook.hook} hook=${hook} done=${all.again} show=${setSecret} limit=${setLimited}/>`)}</tbody></table></div></${Panel}>`}
    <${NewHook} done=${all.again} show=${setSecret}/>
    ${secret && html`<${Secret} title=${secret.title} rows=${secret.rows} kept="a copy that only this daemon can read" close=${() => setSecret(null)}/>`}
    ${limited && html`<${Limit} hook=${limited} done=${all.again} close=${() => setLimited(null)}/>`}
  </${Page}>`;
}

function Row({ hook, done, show, limit }) {
  const name = hook.hook;
  const rotate = async () => await confirmed({ title: `Another secret for ${name}`, text: 'The secret that it has now is good for one more day, so that no delivery is lost until the sender has the new one.', verb: 'Rotate', command: `photon hook rotate ${quoted(name)}` })
    && await acting(async () => show({ title: `The new secret of ${name}`, rows: rowsOf(await post(path`api/hook/${name}/rotate`)) })) && done();
  const verb = hook.enabled ? 'disable' : 'enable';
  const turn = async () => (!hook.enabled || await confirmed({ title: `Disable ${name}`, text: 'Nothing that is delivered is stored until it is enabled again; its sender is told to try again later.', verb: 'Disable', command: `photon hook disable ${quoted(name)}` }))
    && await acting(() => post(path`api/hook/${name}/${verb}`), `${name} is ${verb}d`) && done();
  const drop = async () => await confirmed({ title: `Delete ${name}`, text: 'Deliveries to it are refused from now on; what came stays stored.', type: name, verb: 'Delete', command: `photon hook rm ${quoted(name)}` })
    && await acting(() => remove(path`api/hook/${name}`), `${name} is deleted`) && done();
  return html`<tr><td>${name} <${Copy} text=${address(path`hooks/${name}`)} label="Address"/>${!hook.enabled && html` <${Badge} state="disabled" tone="warn"/>`}${!hook.usable && html`<div><${Badge} state="not usable" tone="bad"/> <span class="dim">its secret is sealed with another admin.secret: rotate it</span></div>`}${hook['last-problem'] && html`<div class="dim">${hook['last-problem']}</div>`}</td>
    <td><a href=${link('stream', hook.stream)}>${hook.stream}</a></td><td>${hook.scheme}${hook['max-body'] && html`<div class="dim">${bytes(hook['max-body'])} at most</div>`}${hook['former-secret-until'] && html`<div class="dim">the secret before is good until ${minute(hook['former-secret-until'])}</div>`}</td>
    <td class="right">${count(hook.stored)}</td><td class="right">${count(hook.duplicates)}</td><td class="right">${count(hook.failed)}</td>
    <td class="right">${hook['last-delivery'] ? html`<span title=${minute(hook['last-delivery'])}>${ago(hook['last-delivery'])}</span>` : html`<span class="dim">never</span>`}</td>
    <td><span class="bar two"><button class="small" onClick=${turn}>${hook.enabled ? 'Disable' : 'Enable'}</button><button class="small" onClick=${() => limit(hook)}>Limit</button><button class="small" onClick=${rotate}>Rotate secret</button><button class="small danger" onClick=${drop}>Delete</button></span></td></tr>`;
}

function Limit({ hook, done, close }) {
  const [most, setMost] = useState(String(hook['max-body'] ?? ''));
  const submit = async e => {
    e.preventDefault();
    if (await acting(() => post(path`api/hook/${hook.hook}/limit`, { 'max-body': Number(most) }), `The limit of ${hook.hook} is set`)) {
      close();
      done();
    }
  };
  return html`<${Dialog} title=${`Longest delivery to ${hook.hook}`} close=${close}><form onSubmit=${submit}>
    <${Field} label="Bytes" hint="empty for no limit but the daemon's rest.max-line"><input name="limit" type="number" min="0" max="67108864" value=${most} onInput=${e => setMost(e.target.value)}/></${Field}>
    <div class="buttons"><button type="button" onClick=${close}>Cancel</button><button class="primary">Set</button></div></form></${Dialog}>`;
}

function NewHook({ done, show }) {
  const [form, setForm] = useState(NEW);
  const [error, setError] = useState(null);
  const set = name => e => setForm({ ...form, [name]: e.target.value });
  const submit = async e => {
    e.preventDefault();
    setError(null);
    try {
      const made = await post('api/hook', Object.fromEntries(Object.entries(form).filter(([, value]) => value !== '').map(([name, value]) => [name, name === 'max-body' ? Number(value) : value])));
      show({ title: `The secret of ${made.hook}`, rows: rowsOf(made) });
      setForm(NEW);
      done();
    } catch (failure) {
      setError(failure);
    }
  };
  const text = (name, label, hint, more) => html`<${Field} label=${label} hint=${hint}><input name=${name} value=${form[name]} onInput=${set(name)} autocomplete="off" spellcheck="false" ...${more}/></${Field}>`;
  return html`<${Panel} title="New hook"><form class="form" onSubmit=${submit}>
    ${text('hook', 'Name', 'part of its address', { required: true, pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]{0,63}' })}
    ${text('stream', 'Stream', 'gets what is delivered', { required: true })}
    <${Field} label="Signed as" hint="how the sender signs; header is for all others"><select name="scheme" value=${form.scheme} onChange=${set('scheme')}>${SCHEMES.map(each => html`<option key=${each} value=${each}>${each}</option>`)}</select></${Field}>
    ${form.scheme === 'header' && text('signature-header', 'Header of the signature', 'such as X-Signature', { required: true })}
    ${text('type-from', 'Type from', 'such as header:X-GitHub-Event,.action; empty for what is usual')}
    ${text('event-type', 'Type of the others', 'of deliveries that say none; webhook if empty')}
    ${text('id-from', 'Id from', 'such as .id or digest; empty for what is usual')}
    ${text('max-body', 'Longest delivery', 'in bytes; empty for no limit of its own', { type: 'number', min: '1', max: '67108864' })}
    <div class="whole bar"><button class="primary">Create</button></div><div class="whole"><${ErrorBox} error=${error}/></div></form></${Panel}>`;
}

// SPDX-License-Identifier: Apache-2.0
import { html, useCell } from '../html.js';
import { live } from '../live.js';
import { Page, Panel, Facts, Badge, Busy, Empty } from '../parts/ui.js';
import { count } from '../format.js';

const words = { service: 'Name on the broker', state: 'State', reconnects: 'Reconnects', sockets: 'Sockets', channels: 'Channels', subscriptions: 'Subscriptions', emits: 'Emits', 'late-emits': 'Emits answered late', calls: 'Calls', items: 'Items sent', unreadable: 'Unreadable messages' };

export default function Muon() {
  const { stats } = useCell(live);
  if (!stats) return html`<${Page} title="Muon"><${Busy}/></${Page}>`;
  const muon = stats.muon;
  return html`<${Page} title="Muon" sub="clients over RabbitMQ">
    ${!muon || muon.state === 'off' ? html`<${Panel}><${Empty} title="Muon is off"><p>Name a broker to open this door:</p><pre class="command">photon serve -muon.url amqp://localhost</pre></${Empty}></${Panel}>`
      : html`<${Panel} title=${html`<${Badge} state=${muon.connected ? 'connected' : muon.state} tone=${muon.connected ? 'ok' : 'warn'}/>`} aside=${muon.detail}><${Facts} rows=${Object.entries(words).filter(([name]) => muon[name] !== undefined).map(([name, title]) => [title, typeof muon[name] === 'number' ? count(muon[name]) : String(muon[name])])}/></${Panel}>`}
  </${Page}>`;
}

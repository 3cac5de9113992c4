// SPDX-License-Identifier: Apache-2.0
// The line at the foot of the navigation: whether the daemon is there, and can write.
import { html, useCell } from '../html.js';
import { live, standsBy } from '../live.js';
import { span } from '../format.js';
import { Confirm } from './ui.js';

export function Status() {
  const { stats, lostSince, denied } = useCell(live);
  const waits = stats && standsBy(stats);
  const state = lostSince ? `lost for ${span(Date.now() - lostSince)}` : stats ? (waits ? 'standby' : stats.state) : denied ? 'connected' : 'connecting';
  const tone = lostSince ? 'bad' : denied || waits || stats?.state === 'writable' ? 'ok' : stats ? 'bad' : 'quiet';
  return html`<div class="status"><span class=${'dot ' + tone}></span><span>${state}</span>${stats && html`<span class="dim">${stats.version}</span>`}</div><${Confirm}/>`;
}

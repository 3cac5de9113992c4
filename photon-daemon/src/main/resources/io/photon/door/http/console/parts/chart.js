// SPDX-License-Identifier: Apache-2.0
// A chart over time that follows its data; uPlot draws it.
import { html, useEffect, useRef, useCell } from '../html.js';
import { themes } from '../theme.js';
import { compact } from '../format.js';

const color = (place, name) => getComputedStyle(place).getPropertyValue(name).trim();

/** A colour as the theme has it now: light-dark(…) is computed on an element. */
function resolved(place, name) {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  place.append(probe);
  const made = getComputedStyle(probe).color;
  probe.remove();
  return made;
}

/**
 * @param points with a time in seconds
 * @param lines [{title, field, color, fill}], color the name of a variable
 */
export function Chart({ label, points, lines, format = compact, height = 150, seconds = 120 }) {
  const place = useRef();
  const plot = useRef();
  const theme = useCell(themes.drawn);
  useEffect(() => {
    const target = place.current;
    const grid = resolved(target, '--line');
    const text = resolved(target, '--dim');
    const font = `11px ${color(target, '--sans') || 'sans-serif'}`;
    const made = new window.uPlot({
      width: Math.max(80, target.clientWidth), height,
      legend: { show: false }, cursor: { points: { size: 6 }, y: false, drag: { x: false, y: false } },
      padding: [8, 4, 0, 0],
      scales: { x: { time: true }, y: { range: (u, low, high) => [0, Math.max(high * 1.15, 1)] } },
      axes: [
        { stroke: text, font, grid: { show: false }, ticks: { show: false }, size: 22, space: 70, values: (u, all) => all.map(t => new Date(t * 1000).toISOString().slice(11, 19)) },
        { stroke: text, font, grid: { stroke: grid, width: 1 }, ticks: { show: false }, size: 52, space: 34, values: (u, all) => all.map(format) },
      ],
      series: [{}, ...lines.map(line => ({ label: line.title, stroke: resolved(target, line.color), width: 1.5, fill: line.fill ? resolved(target, line.color).replace('rgb(', 'rgba(').replace(')', ', 0.12)') : undefined, points: { show: false } }))],
    }, [[], ...lines.map(() => [])], target);
    plot.current = made;
    const watcher = new ResizeObserver(() => target.clientWidth > 0 && made.setSize({ width: target.clientWidth, height }));
    watcher.observe(target);
    return () => { watcher.disconnect(); made.destroy(); };
  }, [theme]);
  useEffect(() => {
    const last = points.at(-1)?.time ?? 0;
    const some = points.filter(point => point.time > last - seconds);
    plot.current?.setData([some.map(point => point.time), ...lines.map(line => some.map(point => point[line.field]))]);
    if (last) plot.current?.setScale('x', { min: last - seconds, max: last });
  }, [points, theme]);
  const now = points.at(-1);
  return html`<figure class="chart"><figcaption>${label}${lines.map(line => html`<span class="key"><i style=${{ background: `var(${line.color})` }}></i>${line.title} <b>${now ? format(now[line.field]) : '–'}</b></span>`)}</figcaption>
    <div class="plot" ref=${place} style=${{ height: `${height}px` }} role="img" aria-label=${`${label}: ${lines.map(line => `${line.title} ${now ? format(now[line.field]) : 'unknown'}`).join(', ')}`}></div></figure>`;
}

// SPDX-License-Identifier: Apache-2.0
// A small editor of code: a text area over its coloured text. Tab indents; Escape, then Tab, leaves.
import { html, useRef } from '../html.js';

const WORDS = {
  javascript: 'function|return|var|let|const|if|else|for|while|do|in|of|new|switch|case|break|continue|default|true|false|null|undefined|typeof|throw|try|catch',
  clojure: 'fn|defn|def|let|if|when|cond|do|loop|recur|nil|true|false|and|or|not|assoc|update|get|merge|conj|dissoc|get-in|update-in|assoc-in',
  jq: 'if|then|elif|else|end|as|def|reduce|foreach|try|catch|and|or|not|null|true|false|select|map|length|keys|has|add|empty|error',
  sql: 'select|from|where|group|by|order|limit|offset|join|left|inner|on|as|and|or|not|null|is|in|like|between|case|when|then|else|end|count|sum|avg|min|max|distinct|having|with|desc|asc|union|all|exists|cast|format|json',
  json: 'true|false|null',
};
const NOTES = { javascript: '\\/\\/[^\\n]*|\\/\\*[\\s\\S]*?\\*\\/', clojure: ';[^\\n]*', jq: '#[^\\n]*', sql: '--[^\\n]*', json: '(?!)' };

function pieces(text, language) {
  const words = WORDS[language] ?? WORDS.json;
  const pattern = new RegExp(`(${NOTES[language] ?? '(?!)'})|("(?:[^"\\\\\\n]|\\\\.)*"?|'(?:[^'\\\\\\n]|\\\\.)*'?)|\\b(\\d+(?:\\.\\d+)?)\\b|(?<![\\w.-])(${words})(?![\\w-])|([.:][A-Za-z_][\\w-]*)`, language === 'sql' ? 'gi' : 'g');
  const found = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) found.push(text.slice(at, match.index));
    const kind = ['note', 'text', 'number', 'word', 'name'][match.slice(1).findIndex(group => group !== undefined)];
    found.push(html`<span class=${`tok-${kind}`}>${match[0]}</span>`);
    at = match.index + match[0].length;
  }
  found.push(text.slice(at) + '\n');
  return found;
}

/** @param suggestion what Tab completes the word to; optional @param accept completes it */
export function Editor({ value, change, language, label, rows = 6, submit, onCaret, area, suggestion, accept }) {
  const leaving = useRef(false);
  const key = e => {
    if ((e.ctrlKey || e.metaKey) && e.key === 'Enter' && submit) { e.preventDefault(); submit(); return; }
    if (e.key === 'Escape') { leaving.current = true; return; }
    if (e.key === 'Tab' && !e.shiftKey && !leaving.current && suggestion) {
      e.preventDefault();
      accept(suggestion);
    } else if (e.key === 'Tab' && !e.shiftKey && !leaving.current) {
      e.preventDefault();
      e.target.setRangeText('  ', e.target.selectionStart, e.target.selectionEnd, 'end');
      change(e.target.value);
    } else if (e.key === 'Enter' && !e.shiftKey) {
      const before = e.target.value.slice(0, e.target.selectionStart).split('\n').at(-1);
      const indent = /^\s*/.exec(before)[0] + (/[{(\[]\s*$/.test(before) ? '  ' : '');
      if (indent) {
        e.preventDefault();
        e.target.setRangeText('\n' + indent, e.target.selectionStart, e.target.selectionEnd, 'end');
        change(e.target.value);
      }
    }
    leaving.current = false;
  };
  return html`<div class="editor"><pre aria-hidden="true" style=${{ minHeight: `${rows * 20 + 20}px` }}>${pieces(value, language)}</pre>
    <textarea ref=${area} aria-label=${label} spellcheck="false" autocapitalize="none" autocomplete="off" value=${value}
      onInput=${e => { change(e.target.value); onCaret?.(e.target); }} onKeyDown=${key} onKeyUp=${e => e.key !== 'Tab' && onCaret?.(e.target)} onClick=${e => onCaret?.(e.target)}></textarea></div>`;
}

// SPDX-License-Identifier: Apache-2.0
// JSON that loses nothing: numbers keep their text, fields their order and their doubles. A value is a node:
// {kind: 'object', fields: [[name, node]]}, {kind: 'array', items: [node]}, {kind: 'string', text}, {kind: 'number', text},
// {kind: 'word', text} for true, false and null.

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;
const DEEPEST = 2000;

/** What is wrong with a text, and where. */
export class BadJson extends SyntaxError {
  constructor(message, text, at) {
    const before = text.slice(0, at).split('\n');
    super(`${message} in line ${before.length}, column ${before[before.length - 1].length + 1}`);
    this.line = before.length;
    this.at = at;
  }
}

/** A text as a node. */
export function read(text) {
  let at = 0;
  const skip = () => {
    SPACE.lastIndex = at;
    SPACE.test(text);
    at = SPACE.lastIndex;
  };
  const take = pattern => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return null;
    const from = at;
    at = pattern.lastIndex;
    return text.slice(from, at);
  };
  const fail = wanted => {
    throw new BadJson(at >= text.length ? `the text ends where ${wanted} should be` : `${wanted} is expected`, text, at);
  };
  const string = () => JSON.parse(take(STRING) ?? fail('a string'));
  const value = depth => {
    if (depth > DEEPEST) fail('less depth');
    skip();
    const c = text[at];
    if (c === '{') {
      const fields = [];
      at++;
      skip();
      if (text[at] === '}') { at++; return { kind: 'object', fields }; }
      for (;;) {
        skip();
        const name = string();
        skip();
        if (text[at++] !== ':') { at--; fail('a colon'); }
        fields.push([name, value(depth + 1)]);
        skip();
        if (text[at] === ',') { at++; continue; }
        if (text[at] === '}') { at++; return { kind: 'object', fields }; }
        fail('a comma or }');
      }
    }
    if (c === '[') {
      const items = [];
      at++;
      skip();
      if (text[at] === ']') { at++; return { kind: 'array', items }; }
      for (;;) {
        items.push(value(depth + 1));
        skip();
        if (text[at] === ',') { at++; continue; }
        if (text[at] === ']') { at++; return { kind: 'array', items }; }
        fail('a comma or ]');
      }
    }
    if (c === '"') return { kind: 'string', text: string() };
    const number = take(NUMBER);
    if (number !== null) return { kind: 'number', text: number };
    const word = take(WORD);
    if (word !== null) return { kind: 'word', text: word };
    return fail('a value');
  };
  const node = value(0);
  skip();
  if (at < text.length) fail('the end');
  return node;
}

/** A node as plain values: a number becomes one only if nothing is lost, else its text. Fields have no prototype's names. */
export function plain(node) {
  switch (node.kind) {
    case 'object': {
      const made = Object.create(null);
      for (const [name, field] of node.fields) made[name] = plain(field);
      return made;
    }
    case 'array': return node.items.map(plain);
    case 'string': return node.text;
    case 'number': return isExact(node.text) ? Number(node.text) : node.text;
    default: return node.text === 'null' ? null : node.text === 'true';
  }
}

function isExact(text) {
  const value = Number(text);
  return Number.isInteger(value) ? Number.isSafeInteger(value) : /^-?\d{1,9}(\.\d{1,9})?$/.test(text);
}

/** A field of an object; undefined when there is none. */
export function field(node, name) {
  if (node?.kind !== 'object') return undefined;
  for (const [each, value] of node.fields) if (each === name) return value;
  return undefined;
}

/** What a path such as .payload.lines[0].sku or .payload["odd name"] leads to; undefined when nothing is there. */
export function follow(node, where) {
  for (const step of where.matchAll(/\.?([\p{L}\p{N}_$-]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gu)) {
    node = step[2] !== undefined ? node?.items?.[Number(step[2])] : field(node, step[1] ?? JSON.parse(`"${step[3]}"`));
    if (node === undefined) return undefined;
  }
  return node;
}

/** A node in one line, numbers to the letter. */
export function write(node) {
  switch (node.kind) {
    case 'object': return '{' + node.fields.map(([name, value]) => JSON.stringify(name) + ':' + write(value)).join(',') + '}';
    case 'array': return '[' + node.items.map(write).join(',') + ']';
    case 'string': return JSON.stringify(node.text);
    default: return node.text;
  }
}

/** A node in lines that a person can read. */
export function pretty(node, indent = '') {
  const deeper = indent + '  ';
  const many = node.kind === 'object' ? node.fields : node.kind === 'array' ? node.items : [];
  if (many.length === 0) return write(node);
  const rows = node.kind === 'object'
    ? many.map(([name, value]) => deeper + JSON.stringify(name) + ': ' + pretty(value, deeper))
    : many.map(value => deeper + pretty(value, deeper));
  const [open, close] = node.kind === 'object' ? '{}' : '[]';
  return `${open}\n${rows.join(',\n')}\n${indent}${close}`;
}

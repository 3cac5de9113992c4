// SPDX-License-Identifier: Apache-2.0
// Comma-separated values (RFC 4180) that no spreadsheet runs.
import { save } from './parts/ui.js';

/** Letters that are given to the browser together: it keeps them outside of this page's memory, on the disk when they are many. */
const AT_A_TIME = 1 << 20;

/** @param isText whether it could be taken for a formula: then it begins with an apostrophe */
export const csvCell = (text, isText) => {
  const harmless = isText && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** A file that is made row by row. */
export class CsvFile {
  #given = [];
  #rows = [];
  #size = 0;

  /** @param cells made by {@link csvCell} */
  add(cells) {
    const row = cells.join(',') + '\r\n';
    this.#rows.push(row);
    this.#size += row.length;
    if (this.#size > AT_A_TIME) {
      this.#given.push(new Blob(this.#rows));
      this.#rows = [];
      this.#size = 0;
    }
  }

  save(name) {
    save(name, [...this.#given, ...this.#rows], 'text/csv');
  }
}

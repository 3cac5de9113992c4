// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

/** How an answer is written. */
public enum SqlFormat {
    /** One object: columns, rows as arrays, and facts at its end. */
    JSON,
    /** An object for each row, and facts as the last line. */
    NDJSON,
    /** RFC 4180 with a line of names. */
    CSV
}

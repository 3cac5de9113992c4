// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

/** How data is written. */
public enum Format {
    table,
    json,
    ndjson,
    raw
}

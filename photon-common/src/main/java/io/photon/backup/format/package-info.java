// SPDX-License-Identifier: Apache-2.0
/**
 * The backup file: NDJSON of canonical event lines and a trailer with count, range and SHA-256 (docs/operations).
 * Reads and writes streams of bytes; knows no store.
 *
 * <p>May import: {@code event, result, codec}, Jackson for the trailer. Imported by: {@code backup}, {@code follow},
 * {@code client.muon}, {@code cli.command..}, {@code cli.input}, {@code cli.output..}, wiring.
 *
 * <p>Never here: sockets, threads, stores.
 */
@NullMarked
package io.photon.backup.format;

import org.jspecify.annotations.NullMarked;

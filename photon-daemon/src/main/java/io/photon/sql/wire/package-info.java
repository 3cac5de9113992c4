// SPDX-License-Identifier: Apache-2.0
/**
 * What a daemon and its SQL process say to each other over two pipes: frames with a length and a type. The daemon sends one
 * question at a time; while the process works on it, it asks the daemon for events, streams and values, and sends what it has
 * of the answer.
 *
 * <p>May import: {@code event}, {@code result}. Imported by: {@code sql}, {@code sql.worker}, api.
 *
 * <p>Never here: processes, H2, rules.
 */
@NullMarked
package io.photon.sql.wire;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmark of {@code bin/bench}: starts the real daemon and the real command line and measures them next to the
 * floor of the same disk in the same run (docs/performance.md).
 *
 * <p>May import: {@code bench.store}, {@code testing..} and {@code rabbit} of the tests (which start servers), {@code muon.wire} and
 * RabbitMQ's client (to write the frames of Muon). What is measured is reached over sockets and processes. Imported by: no
 * other room.
 *
 * <p>Never here: classes of the daemon or the client; assertions (a benchmark is read, not passed).
 */
@NullMarked
package io.photon.bench;

import org.jspecify.annotations.NullMarked;

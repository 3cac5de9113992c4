// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmark of {@code bin/bench}: starts the real daemon and the real command line and measures them next to the
 * floor of the same disk in the same run (docs/performance.md).
 *
 * <p>May import: the platform only: what it measures it reaches over sockets and processes. The section {@code muon}
 * also RabbitMQ's client, the RabbitMQ of the tests, and {@code muon.wire} to write its frames.
 *
 * <p>Never here: classes of the daemon or the client; assertions (a benchmark is read, not passed).
 */
@NullMarked
package io.photon.bench;

import org.jspecify.annotations.NullMarked;

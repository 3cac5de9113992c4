// SPDX-License-Identifier: Apache-2.0
/**
 * SQL on the running store. The daemon starts a process of its own for it ({@link io.photon.sql.WorkerProcess}), with its own
 * heap, at low priority, and ends it when a query takes more than it may: no SQL runs in the daemon's JVM. What the process
 * needs it asks for over a pipe, and {@link io.photon.sql.SqlSource} answers.
 *
 * <p>The way of a question: {@link io.photon.sql.SqlEngine} finds or starts a process, {@link io.photon.sql.SqlAnswer} passes on
 * what it says, on the thread of the one who pulls; {@link io.photon.sql.QueryWatch} ends it at a limit.
 *
 * <p>May import: {@code sql.wire}, {@code codec}, {@code os}, {@code result}, {@code task}; of {@code sql.worker} the name of its
 * main class. Imported by: api, wiring.
 *
 * <p>Never here: H2, permissions, stores.
 */
@NullMarked
package io.photon.sql;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The SQL process: a JVM of its own, started by the daemon, in which H2 answers one question at a time. It has no copy of the
 * events: its tables ask the daemon for what a query needs ({@link io.photon.sql.worker.DaemonLink}), so they show what is
 * stored now and nothing that is deleted. The database in its temporary folder holds what H2 must put aside for a query.
 *
 * <p>A question: {@link io.photon.sql.worker.Execution} parses it, brings the projections that it names, runs it with the
 * rights of a user who may only read, and sends the rows as they come.
 *
 * <p>May import: {@code sql.wire}, {@code codec}, {@code text}, {@code event}, {@code result}, {@code settings} (for the closest word),
 * Jackson (for values), H2. Imported by: no room; {@code sql} starts it by its name.
 *
 * <p>Never here: the daemon's own rooms. This code runs in another process.
 */
@NullMarked
package io.photon.sql.worker;

import org.jspecify.annotations.NullMarked;

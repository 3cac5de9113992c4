// SPDX-License-Identifier: Apache-2.0
/**
 * One projection at work: a task that gets turns ({@link io.photon.projection.run.ProjectionTask},
 * {@link io.photon.projection.run.ProjectionTurn}), its states ({@link io.photon.projection.run.TaskState}) and their
 * transitions ({@link io.photon.projection.run.ProjectionStateMachine}), its fold, its cursors into the log, its snapshots and its followers.
 *
 * <p>May import: {@code projection}, {@code projection.spi}, {@code projection.schedule}, {@code log}, {@code store}, {@code core}, {@code budget},
 * {@code event}, {@code filter}, {@code flow}, {@code result}. Imported by: {@code projection.registry}, {@code projection.query}, {@code projection.engine}.
 *
 * <p>Never here: which projections there are, requests, a language.
 */
@NullMarked
package io.photon.projection.run;

import org.jspecify.annotations.NullMarked;

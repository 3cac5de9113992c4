// SPDX-License-Identifier: Apache-2.0
/**
 * Projections: state folded from streams. This room is what the rest of the daemon sees of them
 * ({@link io.photon.projection.ProjectionService}, {@link io.photon.projection.Descriptor}); the work is done in the rooms below.
 *
 * <p>The way of an update: the log wakes a {@code run.LiveCursor}, which asks {@code schedule.ProjectionScheduler} for a turn
 * of its {@code run.ProjectionTask}. The {@code run.ProjectionTurn} looks at the state that {@code run.ProjectionStateMachine}
 * is in, hands the cursor's events to the {@code run.Fold}, which calls the reducer of a language ({@code spi.Reducer}), and
 * saves a snapshot when one is due. After the turn {@code run.Updates} gives the new value to followers.
 *
 * <p>The way of a change ("create", "pause" …): {@code engine.ProjectionEngine} has {@code registry.ConfigCommands} write an
 * event into {@code __config__}; {@code registry.ConfigFollower} reads it back, {@code registry.Registry} says what holds now,
 * and {@code engine.ProjectionTasks} makes the tasks so. Nothing changes a projection that is not such an event.
 *
 * <p>{@code spi} ← {@code run} (on {@code schedule}) ← {@code registry}, {@code query} ← {@code engine}; languages know
 * {@code spi} alone.
 *
 * <p>May import: {@code projection.spi}, {@code codec}, {@code event}, {@code filter}, {@code result}. Imported by: {@code api},
 * {@code projection..}, wiring.
 *
 * <p>Never here: how it is done; a language, protocols, permissions.
 */
@NullMarked
package io.photon.projection;

import org.jspecify.annotations.NullMarked;

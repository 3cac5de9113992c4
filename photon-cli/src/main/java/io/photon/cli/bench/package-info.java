// SPDX-License-Identifier: Apache-2.0
/**
 * {@code photon bench}: load against any daemon, and what it took. {@link io.photon.cli.bench.BenchRun} is one run from the
 * first look at the daemon to the removal of what it made there; a {@link io.photon.cli.bench.Workload} is what is done
 * (emit, replay, fold, follow), {@link io.photon.cli.bench.Pace} says when, {@link io.photon.cli.bench.Figures} measures,
 * {@link io.photon.cli.bench.BenchResult} is the outcome, {@link io.photon.cli.bench.Comparison} holds two against each other.
 *
 * <p>May import: {@code cli.history}, {@code cli.output}, {@code client}, {@code codec}, {@code result}, {@code text}. Imported by: {@code cli.command.bench}.
 *
 * <p>Never here: options and arguments, protocols.
 */
@NullMarked
package io.photon.cli.bench;

import org.jspecify.annotations.NullMarked;

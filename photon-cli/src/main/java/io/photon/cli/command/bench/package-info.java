// SPDX-License-Identifier: Apache-2.0
/**
 * Measuring: {@code bench emit}, {@code replay}, {@code projection}, {@code live} and {@code compare}. Options in, a
 * {@link io.photon.cli.bench.BenchPlan} out; the measurement itself is {@code cli.bench}.
 *
 * <p>May import: {@code client}, {@code result}, {@code cli.command}, {@code cli.context}, {@code cli.bench}, {@code cli.input},
 * {@code cli.output}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: load, clocks, statistics.
 */
@NullMarked
package io.photon.cli.command.bench;

import org.jspecify.annotations.NullMarked;

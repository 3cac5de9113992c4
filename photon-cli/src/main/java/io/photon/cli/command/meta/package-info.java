// SPDX-License-Identifier: Apache-2.0
/**
 * Commands about the command line itself: {@code help} and {@code completion}; and what a mistyped command line answers
 * ({@link io.photon.cli.command.meta.UsageErrors}).
 *
 * <p>May import: {@code result}, {@code settings}, {@code cli.command}, {@code cli.output}, picocli. Imported by: {@code cli}, {@code docs}.
 *
 * <p>Never here: the daemon, work on events.
 */
@NullMarked
package io.photon.cli.command.meta;

import org.jspecify.annotations.NullMarked;

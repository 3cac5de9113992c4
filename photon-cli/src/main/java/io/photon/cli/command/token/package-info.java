// SPDX-License-Identifier: Apache-2.0
/**
 * Commands about secrets that let others in: {@code token} and {@code app}, which stand for a user, and {@code hook}. A secret is shown once, or written to a file that only its
 * owner may read.
 *
 * <p>May import: {@code client}, {@code codec}, {@code question}, {@code result}, {@code os}, {@code settings}, {@code text}, {@code cli.command}, {@code cli.context}, {@code cli.input},
 * {@code cli.output}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon, work on events.
 */
@NullMarked
package io.photon.cli.command.token;

import org.jspecify.annotations.NullMarked;

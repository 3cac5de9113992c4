// SPDX-License-Identifier: Apache-2.0
/**
 * {@code photon check-history}: proves a history, or names what is wrong with it.
 *
 * <p>May import: {@code result}, {@code cli.command}, {@code cli.history}, {@code cli.input}, {@code cli.output}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the rules, the format.
 */
@NullMarked
package io.photon.cli.command.history;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * {@code photon doctor}: reads the settings, asks the daemon once, and has {@code cli.doctor} look.
 *
 * <p>May import: {@code client}, {@code result}, {@code settings}, {@code cli.command}, {@code cli.context}, {@code cli.doctor},
 * {@code cli.output}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: checks.
 */
@NullMarked
package io.photon.cli.command.doctor;

import org.jspecify.annotations.NullMarked;

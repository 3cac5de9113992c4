// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on backups: {@code backup}, {@code restore}, {@code verify}.
 *
 * <p>May import: {@code backup.format}, {@code client}, {@code codec}, {@code event}, {@code result}, {@code cli.command},
 * {@code cli.input}, {@code cli.output}, {@code cli.output.lines}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon, rendering, the format of a backup.
 */
@NullMarked
package io.photon.cli.command.backup;

import org.jspecify.annotations.NullMarked;

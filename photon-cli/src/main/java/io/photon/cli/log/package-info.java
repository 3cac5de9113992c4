// SPDX-License-Identifier: Apache-2.0
/**
 * How the daemon's log is written: every message passes through here and is made safe to show, whatever its source.
 *
 * <p>May import: {@code cli.output}, {@code journal}, {@code codec}, {@code text}, slf4j. Imported by: {@code cli}, {@code cli.command.migrate}.
 *
 * <p>Never here: what is logged, and files: the log goes to stderr.
 */
@NullMarked
package io.photon.cli.log;

import org.jspecify.annotations.NullMarked;

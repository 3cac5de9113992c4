// SPDX-License-Identifier: Apache-2.0
/**
 * Queries in SQL.
 *
 * <p>May import: {@code client}, {@code codec}, {@code result}, {@code cli.command}, {@code cli.input}, {@code cli.output}, {@code cli.output.view}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: SQL itself, which the daemon understands.
 */
@NullMarked
package io.photon.cli.command.sql;

import org.jspecify.annotations.NullMarked;

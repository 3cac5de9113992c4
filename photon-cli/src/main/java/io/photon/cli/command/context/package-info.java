// SPDX-License-Identifier: Apache-2.0
/**
 * Commands on contexts: {@code context add}, {@code use}, {@code list}, {@code show}, {@code test}, {@code rm}. What a
 * context is, is in {@code cli.context}.
 *
 * <p>May import: {@code client}, {@code codec}, {@code result}, {@code cli.command}, {@code cli.context}, {@code cli.output}, picocli.
 * Imported by: {@code cli}.
 *
 * <p>Never here: files, secrets.
 */
@NullMarked
package io.photon.cli.command.context;

import org.jspecify.annotations.NullMarked;

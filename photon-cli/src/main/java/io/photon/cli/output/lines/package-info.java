// SPDX-License-Identifier: Apache-2.0
/**
 * Filters that a stream of lines passes on its way to the user: heartbeats taken out, gaps told, positions remembered, the
 * last lines kept, damage found.
 *
 * <p>May import: {@code text}, {@code backup.format}, {@code client}, {@code codec}, {@code event}, {@code result}, {@code cli.output}. Imported by: {@code cli.command..}.
 *
 * <p>Never here: requests, options, layout.
 */
@NullMarked
package io.photon.cli.output.lines;

import org.jspecify.annotations.NullMarked;

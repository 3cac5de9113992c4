// SPDX-License-Identifier: Apache-2.0
/**
 * What the user gives: events on stdin or in files, times and positions, durations, JSON arguments.
 *
 * <p>May import: {@code text}, {@code client}, {@code backup.format}, {@code cloudevents}, {@code codec}, {@code event}, {@code filter}, {@code result},
 * {@code cli.zstd}, {@code question}. Imported by: {@code cli.command..}, {@code cli.shell}, {@code cli.top}.
 *
 * <p>Never here: requests, options, rendering.
 */
@NullMarked
package io.photon.cli.input;

import org.jspecify.annotations.NullMarked;

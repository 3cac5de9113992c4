// SPDX-License-Identifier: Apache-2.0
/**
 * What the user sees is written with this: data on stdout, everything else on stderr; tables, JSON, progress, errors and
 * their exit codes. Filters of lines are in {@code cli.output.lines}, the looks of answers in {@code cli.output.view}.
 * For the one thread of a command, unless a class says otherwise.
 *
 * <p>May import: {@code client}, {@code codec}, {@code result}, {@code os}, {@code text}, {@code cli.zstd}. Imported by: {@code cli.shell}, {@code cli.output..}, {@code cli.command..}, {@code cli.doctor}, {@code cli.log}, {@code cli.top..}, {@code cli}, {@code cli.bench}.
 *
 * <p>Never here: requests, options, decisions about what to show.
 */
@NullMarked
package io.photon.cli.output;

import org.jspecify.annotations.NullMarked;

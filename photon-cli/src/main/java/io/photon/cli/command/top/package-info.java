// SPDX-License-Identifier: Apache-2.0
/**
 * How a daemon is: the dashboard's commands {@code top} and {@code stat}, {@code status} and {@code log}. The dashboard itself is {@code cli.top}.
 *
 * <p>May import: {@code client}, {@code codec}, {@code result}, {@code cli.command}, {@code cli.context}, {@code cli.input}, {@code cli.output}, {@code cli.output.view}, {@code cli.top}, {@code cli.top.reading}, {@code cli.top.screen}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: views, keys, terminals.
 */
@NullMarked
package io.photon.cli.command.top;

import org.jspecify.annotations.NullMarked;

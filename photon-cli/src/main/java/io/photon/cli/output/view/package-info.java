// SPDX-License-Identifier: Apache-2.0
/**
 * What each kind of answer looks like: lists, facts, schemas, traces, updates, events in a format of the user's own.
 *
 * <p>May import: {@code text}, {@code client}, {@code cloudevents}, {@code codec}, {@code event}, {@code muon.transport}, {@code muon.wire}, {@code result}, {@code cli.output}. Imported by: {@code cli.command..}.
 *
 * <p>Never here: requests, options, decisions about what to show.
 */
@NullMarked
package io.photon.cli.output.view;

import org.jspecify.annotations.NullMarked;

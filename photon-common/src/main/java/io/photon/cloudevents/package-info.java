// SPDX-License-Identifier: Apache-2.0
/**
 * CloudEvents 1.0: an event of that kind becomes an event of Photon and comes back as it was, and an event that never was one
 * is given well-defined attributes. Pure functions over bytes.
 *
 * <p>May import: {@code codec}, {@code event}, {@code result}, {@code text}. Imported by: {@code door.http.endpoint},
 * {@code door.http.wire.answer}, {@code security.hook}, {@code cli.input}, {@code cli.output.view}, {@code cli.command.event}.
 *
 * <p>Never here: HTTP, streams of events, settings.
 */
@NullMarked
package io.photon.cloudevents;

import org.jspecify.annotations.NullMarked;

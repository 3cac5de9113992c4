// SPDX-License-Identifier: Apache-2.0
/**
 * Muon for existing clients: the endpoints of docs/muon-protocol section 10 on the api, the announcement, and the watch
 * for a second Photon of the same name. Knows the protocol, holds no rule and no permission check.
 *
 * <p>May import: {@code question}, {@code text}, api, {@code budget}, {@code metrics}, {@code codec}, {@code event}, {@code result}, {@code muon.eventstore},
 * {@code muon.stack.server}, {@code muon.transport}, {@code muon.wire}, {@code task}, Jackson.
 * Imported by: wiring, which also brings the transport.
 *
 * <p>Never here: AMQP, rules, stores, the log.
 */
@NullMarked
package io.photon.door.muon;

import org.jspecify.annotations.NullMarked;

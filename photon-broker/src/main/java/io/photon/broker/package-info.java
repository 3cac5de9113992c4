// SPDX-License-Identifier: Apache-2.0
/**
 * A broker inside the daemon's process, for the first five minutes and for tests: Apache Qpid Broker-J with what Muon
 * needs and nothing else, in memory, on loopback. It is a jar of its own beside the daemon's, loaded only when it is
 * asked for (docs/adr/0013).
 *
 * <p>May import: Broker-J. Imported by: no other room; the daemon finds {@link io.photon.broker.EmbeddedBroker} by its name.
 *
 * <p>Never here: Muon, events, anything of Photon.
 */
@NullMarked
package io.photon.broker;

import org.jspecify.annotations.NullMarked;

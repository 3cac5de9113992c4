// SPDX-License-Identifier: Apache-2.0
/**
 * The seams under the Muon protocols: {@link io.photon.muon.transport.Transport},
 * {@link io.photon.muon.transport.Channel}, {@link io.photon.muon.transport.Discovery}. {@code transport.amqp} keeps
 * their promises over RabbitMQ; in the test tree {@code transport.memory} does inside one process.
 *
 * <p>May import: {@code muon.wire}, {@code result}. Imported by: {@code muon.transport.amqp},
 * {@code muon.stack.server}, {@code door.muon}, {@code client.muon.network}, {@code cli.output..}, wiring.
 *
 * <p>Never here: what a message means.
 */
@NullMarked
package io.photon.muon.transport;

import org.jspecify.annotations.NullMarked;

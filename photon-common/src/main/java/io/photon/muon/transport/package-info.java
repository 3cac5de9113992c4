/**
 * The seams under the Muon protocols: {@link io.photon.muon.transport.Transport},
 * {@link io.photon.muon.transport.Channel}, {@link io.photon.muon.transport.Discovery}. {@code transport.amqp} keeps
 * their promises over RabbitMQ, {@code transport.memory} inside one process.
 *
 * <p>May import: {@code muon.wire}, {@code result}. Imported by: {@code muon.transport.amqp},
 * {@code muon.transport.memory}, {@code muon.stack.server}, {@code door.muon}, {@code client.muon}, {@code cli.output..}, wiring.
 *
 * <p>Never here: what a message means.
 */
package io.photon.muon.transport;

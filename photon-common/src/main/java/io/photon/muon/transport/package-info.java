/**
 * The seams under the Muon protocols: {@link io.photon.muon.transport.Transport}, {@link io.photon.muon.transport.Channel},
 * {@link io.photon.muon.transport.Discovery}. {@code transport.amqp} keeps their promises over RabbitMQ,
 * {@code transport.memory} inside one process.
 *
 * <p>May import: {@code muon.wire}, {@code result}. Imported by: {@code muon.stack}, the Muon door, the Muon client.
 *
 * <p>Never here: what a message means.
 */
package io.photon.muon.transport;

/**
 * The client API over Muon: {@link io.photon.client.muon.MuonPhotonClient} asks a Photon by the Muon protocols what
 * {@code client.http} asks by HTTP; {@link io.photon.client.muon.MuonNetwork} asks any Muon service. One socket per
 * service carries any number of virtual channels (docs/muon-protocol section 5).
 *
 * <p>May import: {@code text}, {@code client}, {@code client.pool}, {@code muon.eventstore}, {@code muon.stack.client}, {@code muon.wire},
 * {@code muon.transport}, {@code muon.transport.amqp}, {@code backup.format}, {@code codec}, {@code event},
 * {@code filter}, {@code result}. Imported by: {@code cli.command..}, which loads it only when a URL says
 * amqp.
 *
 * <p>Never here: rules, rendering, picocli, queues and exchanges.
 */
package io.photon.client.muon;

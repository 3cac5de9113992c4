/**
 * The client API: what a command asks of a daemon ({@link io.photon.client.PhotonClient}), where the daemon is
 * ({@link io.photon.client.Endpoint}), who asks ({@link io.photon.client.Identity},
 * {@link io.photon.client.DaemonToken}) and how long to wait. {@code client.http} does it over plain sockets,
 * {@code client.muon} over a broker.
 *
 * <p>May import: {@code result}. Imported by: {@code client.http}, {@code client.muon}, {@code cli.command..},
 * {@code cli.context}, {@code cli.doctor}, {@code cli.input}, {@code cli.output..}, {@code cli.top}, {@code cli.bench}.
 *
 * <p>Never here: rules, rendering, picocli.
 */
package io.photon.client;

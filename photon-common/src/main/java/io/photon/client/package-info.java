// SPDX-License-Identifier: Apache-2.0
/**
 * An event store from Java: {@link io.photon.client.PhotonClients} connects, a {@link io.photon.client.PhotonConnection} emits,
 * replays and asks, from any threads at once, with publishers that bring what is asked for. Whatever goes wrong is a
 * {@link io.photon.client.PhotonException}. docs/java.md shows it at work.
 *
 * <p>Below it stands {@link io.photon.client.PhotonClient}, one request at a time and bytes as the daemon sends them, which is
 * what commands want; where a daemon is ({@link io.photon.client.DaemonAddress}), who asks ({@link io.photon.client.Identity},
 * {@link io.photon.client.DaemonToken}) and how long to wait. {@code client.http} does it over plain sockets,
 * {@code client.muon..} over a broker; both are found as {@link io.photon.client.ConnectionProvider}s.
 *
 * <p>May import: {@code question}, {@code result}, {@code codec}, {@code event}, {@code filter}. Imported by: {@code cli.names}, {@code cli.shell}, {@code cli}, {@code client.http}, {@code client.muon..}, {@code cli.command..},
 * {@code cli.context}, {@code cli.doctor}, {@code cli.input}, {@code cli.output..}, {@code cli.top}, {@code cli.bench}, {@code client.pool},
 * {@code follow}, {@code store.backend}, wiring.
 *
 * <p>Never here: threads, sockets, rendering, picocli, RxJava.
 */
@NullMarked
package io.photon.client;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package io.photon.library;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.photon.cli.command.OwnDaemon;
import io.photon.client.NewEvent;
import io.photon.client.PhotonClients;
import io.photon.client.PhotonConnection;
import io.photon.client.PhotonException;
import io.photon.client.PhotonOptions;
import io.photon.daemon.Photon;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A daemon in this process and a connection to it. */
final class Library implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(60);

    final Photon daemon;
    final PhotonConnection photon;

    private Library(Photon daemon) {
        this.daemon = daemon;
        this.photon = PhotonClients.connect(URI.create(daemon.url()), PhotonOptions.DEFAULT.token(daemon.token()));
    }

    static Library start(Path dir) {
        return new Library(OwnDaemon.start(dir, dir.resolve("run")));
    }

    /** Stores so many events, with their numbers from 0 as payloads. */
    void fill(String stream, int events) {
        photon.emitAll(numbered(stream, events)).forEach(outcome -> outcome.answer());
    }

    static List<NewEvent> numbered(String stream, int events) {
        return new ArrayList<>(IntStream.range(0, events)
                .mapToObj(n -> NewEvent.of(stream, "Counted").payload(n))
                .toList());
    }

    /** The failure of something that must fail. */
    static PhotonException failure(Runnable request) {
        return assertInstanceOf(PhotonException.class, assertThrows(RuntimeException.class, request::run));
    }

    @Override
    public void close() {
        photon.close();
        daemon.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Photon over HTTP with one backend. */
final class PhotonPeer implements Peer {

    private static final String STREAM = "replayed";

    private final BenchOptions options;
    private final TimedPrograms commands;
    private final Path folder;
    private final String backend;
    private Daemon daemon;

    PhotonPeer(BenchOptions options, TimedPrograms commands, Path folder, String backend) throws IOException {
        this.options = options;
        this.commands = commands;
        this.folder = folder;
        this.backend = backend;
        this.daemon = Daemon.start(options, folder, backend);
    }

    @Override
    public double[] emits(int clients, int eventsPerRequest, double seconds) throws IOException {
        return commands.load(daemon, clients, eventsPerRequest, seconds, 0);
    }

    @Override
    public void fill(long events) throws IOException {
        NdjsonStream.send(daemon, events, n -> Events.bytes(STREAM, n));
    }

    @Override
    public void restart() throws IOException {
        daemon.close();
        daemon = Daemon.start(options, folder, backend);
    }

    @Override
    public double replay(long events) throws IOException {
        try (Http http = daemon.connect()) {
            return Peer.rate(events, () -> http.countLines("/api/replay/" + STREAM + "?type=cold"));
        }
    }

    @Override
    public long[] live(double seconds) throws IOException {
        try (Http reader = daemon.connect();
                Http writer = daemon.connect()) {
            LiveProbe probe = new LiveProbe();
            reader.begin("/api/replay/live?type=hot-cold");
            return probe.run(seconds, reader::readChunk, event -> {
                byte[] body = event.getBytes(StandardCharsets.US_ASCII);
                writer.post("/api/event", "application/json", body).orThrow("an emit");
            });
        }
    }

    @Override
    public void close() throws IOException {
        daemon.close();
    }
}

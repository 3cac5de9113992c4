// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Redis' streams, every write forced before it is answered. */
final class RedisPeer implements Peer {

    private static final String STREAM = "replayed";
    private static final int PIPELINED = 1_000;
    private static final int PAGE = 10_000;

    private final TimedPrograms commands;
    private final Path folder;
    private Redis redis;

    RedisPeer(TimedPrograms commands, Path folder) throws IOException {
        this.commands = commands;
        this.folder = folder;
        this.redis = Redis.start(folder);
    }

    @Override
    public double[] emits(int clients, int eventsPerRequest, double seconds) throws IOException {
        return commands.load(redis, clients, eventsPerRequest, seconds);
    }

    @Override
    public void fill(long events) throws IOException {
        try (RedisConnection connection = redis.connect()) {
            for (long n = 0; n < events; n += PIPELINED) {
                ByteArrayOutputStream many = new ByteArrayOutputStream();
                for (int i = 0; i < PIPELINED; i++) {
                    many.writeBytes(RedisWire.add(STREAM, Events.json(STREAM, n + i, null)));
                }
                connection.answered(many.toByteArray(), PIPELINED);
            }
        }
    }

    @Override
    public void restart() throws IOException {
        redis.close();
        redis = Redis.start(folder);
    }

    @Override
    public double replay(long events) throws IOException {
        try (RedisConnection connection = redis.connect()) {
            return Peer.rate(events, () -> connection.readStream(STREAM, PAGE));
        }
    }

    @Override
    public long[] live(double seconds) throws IOException {
        try (RedisConnection reader = redis.connect();
                RedisConnection writer = redis.connect()) {
            LiveProbe probe = new LiveProbe();
            String[] after = {"0"};
            return probe.run(
                    seconds,
                    () -> {
                        String page = reader.call("XREAD", "BLOCK", "1000", "STREAMS", "live", after[0]);
                        after[0] = RedisConnection.lastId(page, after[0]);
                        return page.getBytes(StandardCharsets.ISO_8859_1);
                    },
                    event -> writer.answered(RedisWire.add("live", event), 1));
        }
    }

    @Override
    public void close() throws IOException {
        redis.close();
    }
}

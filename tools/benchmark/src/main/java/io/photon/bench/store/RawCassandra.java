// SPDX-License-Identifier: Apache-2.0
package io.photon.bench.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What Cassandra's driver does by itself: groups of events, each one INSERT IF NOT EXISTS, and SELECT of a partition at a time. */
public final class RawCassandra implements RawStore {

    private static final int BUCKET = 100;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final CqlSession session;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private long slot;
    private int length;

    /** Connects as the superuser of a test's server, who is there a moment after its start. */
    public RawCassandra(String host, int port) throws IOException {
        session = session(host, port);
        session.execute("CREATE KEYSPACE IF NOT EXISTS raw WITH replication = {'class': 'SimpleStrategy',"
                + " 'replication_factor': 1}");
        session.execute("CREATE TABLE IF NOT EXISTS raw.log (bucket bigint, slot bigint, chunk blob,"
                + " PRIMARY KEY (bucket, slot))");
        insert = session.prepare("INSERT INTO raw.log (bucket, slot, chunk) VALUES (?, ?, ?) IF NOT EXISTS");
        select = session.prepare("SELECT chunk FROM raw.log WHERE bucket = ?");
    }

    private static CqlSession session(String host, int port) throws IOException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            try {
                return CqlSession.builder()
                        .addContactPoint(new InetSocketAddress(host, port))
                        .withLocalDatacenter("datacenter1")
                        .withAuthCredentials("cassandra", "cassandra")
                        .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                                .build())
                        .build();
            } catch (DriverException e) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(e.getMessage(), e);
                }
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    @Override
    public void group(byte[] event, int group) {
        ByteBuffer chunk = ByteBuffer.allocate(event.length * group);
        for (int i = 0; i < group; i++) {
            chunk.put(event);
        }
        session.execute(insert.bind(slot / BUCKET, slot, chunk.flip()));
        slot++;
        length = event.length;
    }

    @Override
    public long read(int page) {
        long bytes = 0;
        for (long bucket = 0; bucket * BUCKET < slot; bucket++) {
            for (Row row : session.execute(select.bind(bucket))) {
                ByteBuffer chunk = row.getByteBuffer(0);
                bytes += chunk == null ? 0 : chunk.remaining();
            }
        }
        return length == 0 ? 0 : bytes / length;
    }

    @Override
    public void close() {
        session.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.bench.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What a Photon has written into Cassandra, as the rows have it. */
public final class CassandraRows {

    /** Content above it is in parts; a page of rows is to fit into an answer. */
    private static final int PAGE = 20;

    private CassandraRows() {}

    /**
     * Sums over all rows of the log.
     *
     * @param slots rows
     * @param events events in them
     * @param content bytes of the events
     * @param others bytes of all other columns, keys among them
     */
    public record Sums(long slots, long events, long content, long others) {

        /** Bytes of an event and its share of the row that it is in. */
        public double perEvent() {
            return (content + others) / (double) events;
        }
    }

    /** Reads all rows of the keyspace {@code photon} of a cluster without users. */
    public static Sums of(String host, int port) {
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(host, port))
                .withLocalDatacenter("datacenter1")
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(60))
                        .build())
                .build()) {
            long slots = 0;
            long events = 0;
            long content = 0;
            long others = 0;
            for (Row row : session.execute(
                    SimpleStatement.newInstance("SELECT * FROM photon.log").setPageSize(PAGE))) {
                slots++;
                events += row.getInt("count");
                content += row.getLong("bytes");
                for (int i = 0; i < row.size(); i++) {
                    ByteBuffer value = row.getBytesUnsafe(i);
                    others += value == null ? 0 : value.remaining();
                }
                ByteBuffer chunk = row.getBytesUnsafe("chunk");
                others -= chunk == null ? 0 : chunk.remaining();
            }
            return new Sums(slots, events, content, others);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.NoAnswerException;
import io.photon.store.slots.Slot;
import io.photon.store.slots.SlotTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of slots. A row is written by comparing and setting only. Thread-safe. */
final class CassandraSlots implements SlotTable {

    /** Slots of one partition: at most 100 MiB. Part of the format. */
    static final int BUCKET = 100;

    private final CassandraLink cluster;
    private final PreparedStatement claim;
    private final PreparedStatement read;
    private final PreparedStatement rewrite;
    private final PreparedStatement touch;

    CassandraSlots(CassandraLink cluster) throws StoreException {
        this.cluster = cluster;
        String table = cluster.options().keyspace() + ".log";
        claim = cluster.prepare(
                "INSERT INTO " + table + " (bucket, slot, writer, epoch, first, last, count, revision,"
                        + " sha256, bytes, chunk, parts, part_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS");
        read = cluster.prepare("SELECT * FROM " + table + " WHERE bucket = ? AND slot >= ? LIMIT ?");
        String ofSlot = " WHERE bucket = ? AND slot = ? IF revision = ?";
        rewrite = cluster.prepare("UPDATE " + table + " SET revision = ?, sha256 = ?, bytes = ?, chunk = ?, parts = ?,"
                + " part_count = ?" + ofSlot);
        touch = cluster.prepare("UPDATE " + table + " SET revision = ?" + ofSlot);
    }

    @Override
    public Slot claim(Slot slot) throws NoAnswerException, StoreException {
        Slot.Content content = slot.content();
        BoundStatement statement = claim.bind(
                bucket(slot.number()),
                slot.number(),
                slot.writer(),
                slot.epoch(),
                slot.first(),
                slot.last(),
                slot.count(),
                slot.revision(),
                ByteBuffer.wrap(content.sha256()),
                content.bytes(),
                buffer(content.chunk()),
                content.parts(),
                content.partCount());
        ResultSet answer = cluster.once(withoutNulls(statement, content));
        if (answer.wasApplied()) {
            return slot;
        }
        Row row = answer.one();
        if (row == null) {
            throw new NoAnswerException("Cassandra does not say which row is in place of " + slot.place(), null);
        }
        return slot(row, slot.number());
    }

    /** A question is about one bucket. */
    @Override
    public int longestPage() {
        return BUCKET;
    }

    @Override
    public Asked ask(long from, int most) throws StoreException {
        CassandraLink.Later asked = cluster.askLater(read.bind(bucket(from), from, most));
        return () -> {
            List<Slot> slots = new ArrayList<>();
            for (Row row : asked.await()) {
                slots.add(slot(row, row.getLong("slot")));
            }
            return slots;
        };
    }

    /** Nodes answered, and not all that were needed in time: a smaller page may do. */
    @Override
    public boolean isTooMuch(StoreException refusal) {
        return refusal.getCause() instanceof ReadTimeoutException || refusal.getCause() instanceof ReadFailureException;
    }

    @Override
    public @Nullable Slot find(long number) throws StoreException {
        Row row = cluster.ask(read.bind(bucket(number), number, 1)).one();
        return row == null || row.getLong("slot") != number ? null : slot(row, number);
    }

    @Override
    public boolean rewrite(Slot slot, Slot.Content content) throws NoAnswerException, StoreException {
        BoundStatement statement = rewrite.bind(
                slot.revision() + 1,
                ByteBuffer.wrap(content.sha256()),
                content.bytes(),
                buffer(content.chunk()),
                content.parts(),
                content.partCount(),
                bucket(slot.number()),
                slot.number(),
                slot.revision());
        return cluster.once(withoutNulls(statement, content)).wasApplied();
    }

    /** A null that is written is a tombstone, which each reader passes. */
    private static BoundStatement withoutNulls(BoundStatement statement, Slot.Content content) {
        return statement.unset(content.chunk() == null ? "chunk" : "parts");
    }

    @Override
    public boolean touch(Slot slot) throws NoAnswerException, StoreException {
        return cluster.once(touch.bind(slot.revision() + 1, bucket(slot.number()), slot.number(), slot.revision()))
                .wasApplied();
    }

    private static long bucket(long slot) {
        return slot / BUCKET;
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static Slot slot(Row row, long number) throws StoreException {
        UUID writer = row.getUuid("writer");
        byte[] sha256 = bytes(row, "sha256");
        if (writer == null || sha256 == null) {
            throw new StoreException(Kind.DAMAGED, "slot " + number + " in Cassandra has no writer or no checksum");
        }
        return new Slot(
                number,
                writer,
                row.getLong("epoch"),
                row.getLong("first"),
                row.getLong("last"),
                row.getInt("count"),
                row.getInt("revision"),
                new Slot.Content(
                        sha256,
                        row.getLong("bytes"),
                        bytes(row, "chunk"),
                        row.getUuid("parts"),
                        row.getInt("part_count")));
    }

    private static byte @Nullable [] bytes(Row row, String column) {
        ByteBuffer buffer = row.getByteBuffer(column);
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}

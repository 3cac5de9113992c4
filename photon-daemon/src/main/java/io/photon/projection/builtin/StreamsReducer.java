// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.codec.JsonFields;
import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.event.StreamNames;
import io.photon.projection.builtin.NamePool.Bytes;
import io.photon.projection.spi.KeyedReducer;
import io.photon.projection.spi.ReductionException;
import io.photon.projection.spi.StreamMeter;
import io.photon.projection.spi.StreamSize;
import io.photon.store.DeletionEvents;
import io.photon.store.StateRows;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds {@code __all__} into totals, sizes and schemas by stream. A row per stream; the streams used last are held in memory,
 * and written back when they must make room, and at each snapshot.
 */
final class StreamsReducer implements KeyedReducer, StreamMeter {

    /** What is held in memory, in bytes. */
    static final int DEFAULT_HELD = 24 << 20;

    /** About how much of the value is given when the whole is asked for. */
    private static final int MAX_WHOLE = 4 << 20;

    private static final int SLICE = 64 << 10;
    private static final byte[] CONFIG = EventLine.escape(StreamNames.CONFIG);
    private static final byte[] DELETE = EventLine.escape(StreamDeletion.EVENT_TYPE);

    private final StateRows rows;
    private final long maxHeld;
    private final NamePool names = new NamePool();
    private final SchemaScan scan = new SchemaScan(names);
    /** Least recently used first; keys are names as they stand in lines, escaped. */
    private final LinkedHashMap<Bytes, Held> held = new LinkedHashMap<>(1_024, 0.75f, true);

    private final Bytes probe = new Bytes();
    private long heldBytes;
    private @Nullable Held latest;
    /** All events together; what a snapshot keeps in addition to the rows. */
    private StreamState all = new StreamState(StreamNames.ALL);

    /** A stream in memory. */
    private static final class Held {
        final StreamState stream;
        final byte[] escaped;
        int weight;

        Held(StreamState stream, byte[] escaped) {
            this.stream = stream;
            this.escaped = escaped;
        }

        boolean is(byte[] line, int from, int to) {
            return java.util.Arrays.equals(escaped, 0, escaped.length, line, from, to);
        }
    }

    StreamsReducer(StateRows rows, long maxHeld) {
        this.rows = rows;
        this.maxHeld = maxHeld;
    }

    @Override
    public void reduce(Event event) throws ReductionException {
        try {
            Held stream = held(event);
            scan.add(stream.stream, event);
            all.saw(event);
            stream.stream.dirty = true;
            int weight = stream.stream.weight();
            heldBytes += weight - stream.weight;
            stream.weight = weight;
            if (heldBytes > maxHeld) {
                makeRoom();
            }
            if (stream.is(CONFIG, 0, CONFIG.length)) {
                forgetDeleted(event);
            }
        } catch (IllegalStateException e) {
            throw new ReductionException(e.getMessage() + "; have it start over: photon projection reset", null);
        }
    }

    private Held held(Event event) {
        byte[] line = event.array();
        int from = event.header().streamFrom();
        int to = event.header().streamTo();
        if (latest != null && latest.is(line, from, to)) {
            return latest;
        }
        Held found = held.get(probe.of(line, from, to));
        if (found == null) {
            Bytes key = probe.kept();
            String name = event.streamName();
            byte[] row = rows.get(name);
            StreamState stream = row == null ? new StreamState(name) : StreamRowBytes.read(name, row, names);
            found = new Held(stream, java.util.Arrays.copyOfRange(line, from, to));
            held.put(key, found);
        }
        probe.release();
        latest = found;
        return found;
    }

    private void makeRoom() {
        Iterator<Map.Entry<Bytes, Held>> eldest = held.entrySet().iterator();
        // Half of it at once: then the rows of many streams are written in one go.
        while (heldBytes > maxHeld / 2 && eldest.hasNext()) {
            Held out = eldest.next().getValue();
            if (out != latest) {
                write(out.stream);
                heldBytes -= out.weight;
                eldest.remove();
            }
        }
    }

    private void write(StreamState stream) {
        if (stream.dirty) {
            rows.put(stream.name, StreamRowBytes.write(stream));
            stream.dirty = false;
        }
    }

    /** The streams of the event are gone with all that was before it. */
    private void forgetDeleted(Event event) {
        EventLine.Header header = event.header();
        if (!java.util.Arrays.equals(event.array(), header.typeFrom(), header.typeTo(), DELETE, 0, DELETE.length)) {
            return;
        }
        DeletionEvents.read(event).ifPresent(deletion -> {
            sizeOf(deletion.streamName()).ifPresent(all::without);
            byte[] escaped = EventLine.escape(deletion.streamName());
            Held gone = held.remove(probe.of(escaped, 0, escaped.length));
            if (gone != null) {
                heldBytes -= gone.weight;
            }
            rows.remove(deletion.streamName());
        });
    }

    private void writeAll() {
        for (Held each : held.values()) {
            write(each.stream);
        }
    }

    @Override
    public byte[] value() {
        ByteArrayOutputStream json = new ByteArrayOutputStream(4_096);
        json.write('{');
        Slice slice = slice("", SLICE);
        while (slice.last() != null && json.size() < MAX_WHOLE) {
            if (json.size() > 1) {
                json.write(',');
            }
            json.writeBytes(slice.json());
            slice = slice(slice.last(), SLICE);
        }
        if (slice.last() != null) {
            json.writeBytes((",\"" + TRUNCATED + "\":true").getBytes(StandardCharsets.US_ASCII));
        }
        json.write('}');
        return json.toByteArray();
    }

    @Override
    public Optional<byte[]> field(String name) {
        byte[] escaped = EventLine.escape(name);
        Held found = held.get(probe.of(escaped, 0, escaped.length));
        if (found != null) {
            return Optional.of(SchemaJson.of(found.stream));
        }
        return Optional.ofNullable(rows.get(name)).map(row -> SchemaJson.of(StreamRowBytes.read(name, row, names)));
    }

    @Override
    public Optional<StreamSize> sizeOf(String stream) {
        if (stream.equals(StreamNames.ALL)) {
            return all.total == 0 ? Optional.empty() : Optional.of(all.size());
        }
        byte[] escaped = EventLine.escape(stream);
        Held found = held.get(probe.of(escaped, 0, escaped.length));
        if (found != null) {
            return Optional.of(found.stream.size());
        }
        return Optional.ofNullable(rows.get(stream)).map(row -> StreamRowBytes.size(stream, row));
    }

    @Override
    public Slice slice(String after, int maxBytes) {
        writeAll();
        ByteArrayOutputStream json = new ByteArrayOutputStream(maxBytes + 4_096);
        String[] last = {null};
        rows.forEach(after.isEmpty() ? "" : after + '\0', (name, row) -> {
            if (last[0] != null) {
                json.write(',');
            }
            json.writeBytes(JsonFields.quote(name).getBytes(StandardCharsets.UTF_8));
            json.write(':');
            json.writeBytes(SchemaJson.of(StreamRowBytes.read(name, row, names)));
            last[0] = name;
            return json.size() < maxBytes;
        });
        return new Slice(json.toByteArray(), last[0]);
    }

    @Override
    public byte[] snapshot() {
        writeAll();
        return StreamRowBytes.write(all);
    }

    @Override
    public void restore(byte @Nullable [] snapshot) throws ReductionException {
        forget();
        try {
            all = snapshot == null
                    ? new StreamState(StreamNames.ALL)
                    : StreamRowBytes.read(StreamNames.ALL, snapshot, names);
        } catch (IllegalStateException e) {
            throw new ReductionException(e.getMessage(), null);
        }
    }

    private void forget() {
        held.clear();
        heldBytes = 0;
        latest = null;
    }

    @Override
    public long size() {
        return heldBytes;
    }

    @Override
    public void close() {
        forget();
    }
}

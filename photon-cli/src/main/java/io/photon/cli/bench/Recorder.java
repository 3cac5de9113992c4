// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.cli.history.History;
import io.photon.cli.history.Outcome;
import io.photon.cli.output.Console;
import io.photon.cli.output.DataFile;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a history while it happens: what each client asks and is answered, and what readers are given, by one clock. The
 * file appears under its name when it is whole. Thread-safe.
 */
public final class Recorder implements AutoCloseable {

    private final DataFile file;
    private final int readers;
    private final long origin = System.nanoTime();
    private final AtomicLong keys = new AtomicLong();
    private boolean readsAreOver;
    private long stored;

    private Recorder(DataFile file, int readers) {
        this.file = file;
        this.readers = readers;
    }

    /** @param path where the history goes @param readers how many follow the stream */
    public static Recorder open(Path path, int readers, Console console) throws IOException {
        return new Recorder(DataFile.open(path, DataFile.Packing.none, console), readers);
    }

    int readers() {
        return readers;
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    /** Another number for an event. */
    long nextKey() {
        return keys.incrementAndGet();
    }

    /** A client is about to ask. @param key of the event, as it stands in its payload */
    void invoke(String stream, String key) {
        write(line("invoke")
                .field("id", key)
                .field("key", key)
                .field("stream-name", stream)
                .field("time", now()));
    }

    /** It was answered, or not. */
    void answered(String key, Result<byte[]> answer) {
        long time = now(); // before it waits for other clients
        Outcome outcome = answer instanceof Result.Err<byte[]> err ? of(err.failure()) : Outcome.ok;
        JsonWriter line = line(outcome.name()).field("id", key).field("time", time);
        if (answer instanceof Result.Err<byte[]> err) {
            write(line.field("error", err.failure().kind().code())
                    .field("message", err.failure().message()));
        } else {
            write(line.field("order-id", JsonFields.number(answer.value(), "order-id")));
        }
    }

    /** A refusal means not stored; where no answer came, nothing is known. */
    static Outcome of(Failure failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, TIMED_OUT, OUTCOME_UNKNOWN -> Outcome.unknown;
            case BAD_INPUT,
                    TOO_LARGE,
                    UNSUPPORTED_TYPE,
                    NOT_AUTHENTICATED,
                    DENIED,
                    NOT_FOUND,
                    CONFLICT,
                    OVERLOADED,
                    NO_SPACE,
                    READ_ONLY,
                    NOT_PRIMARY,
                    DAMAGED,
                    VERIFICATION_FAILED,
                    INTERNAL -> Outcome.fail;
        };
    }

    void readStart(String reader, String stream, long from) {
        read(line("read-start")
                .field("reader", reader)
                .field("stream-name", stream)
                .field("time", now())
                .field("from", from));
    }

    void read(String reader, byte[] event) {
        JsonWriter line = line("read")
                .field("reader", reader)
                .field("order-id", JsonFields.number(event, "order-id"))
                .field("time", now());
        String key = History.keyOf(event);
        read(key == null ? line : line.field("key", key));
    }

    private synchronized void read(JsonWriter line) {
        if (!readsAreOver) {
            write(line);
        }
    }

    /** What readers are given from now on is not written: the log is read next. */
    synchronized void endReads() {
        readsAreOver = true;
    }

    /** One event of the log. */
    synchronized void stored(byte[] bytes, int from, int to) {
        stored++;
        put(bytes, from, to);
    }

    private void put(byte[] bytes, int from, int to) {
        file.out().write(bytes, from, to - from);
        file.out().write('\n');
    }

    /** No event of the log is missing: what is not there is not stored. */
    synchronized void logIsWhole() {
        write(line("log-end").field("events", stored));
    }

    private static JsonWriter line(String op) {
        return new JsonWriter(160).object().field("op", op);
    }

    private synchronized void write(JsonWriter line) {
        byte[] bytes = line.endObject().bytes();
        put(bytes, 0, bytes.length);
    }

    /** It is whole. */
    synchronized void keep() {
        file.out().flush();
        file.keep();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import io.photon.codec.FailureJson;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.sql.wire.EventsWanted;
import io.photon.sql.wire.FramePipes;
import io.photon.sql.wire.FramePipes.Frame;
import io.photon.sql.wire.FrameType;
import io.photon.sql.wire.StreamRow;
import io.photon.sql.wire.WireQuestion;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way. The caller that pulls also gives the process what it asks for, so a reader that stops stops the
 * process, too. For one thread at a time; closed by any.
 */
public final class SqlAnswer implements AutoCloseable {

    /** After these the process goes on as if nothing had been. */
    private static final Set<Failure.Kind> HARMLESS =
            EnumSet.of(Failure.Kind.BAD_INPUT, Failure.Kind.DENIED, Failure.Kind.NOT_FOUND, Failure.Kind.CONFLICT);

    private static final Failure CLOSED =
            Failure.of(Failure.Kind.OVERLOADED, "the answer was not read to its end", "ask again");

    private final WorkerProcess process;
    private final SqlSource source;
    private final QueryWatch watch;
    private final BiConsumer<WorkerProcess, Boolean> done;
    private @Nullable Failure failed;
    private boolean over;

    SqlAnswer(WorkerProcess process, SqlSource source, QueryWatch watch, BiConsumer<WorkerProcess, Boolean> done) {
        this.process = process;
        this.source = source;
        this.watch = watch;
        this.done = done;
    }

    /** Up to which order-id it tells. */
    public long upTo() {
        return source.head();
    }

    void send(SqlRequest request, int maxRows, Duration timeout) {
        WireQuestion question = new WireQuestion(
                request.sql(),
                request.args(),
                request.format(),
                source.head(),
                source.events(),
                maxRows,
                timeout.toMillis());
        try {
            process.send(FrameType.QUESTION, question::write);
        } catch (IOException e) {
            fail(process.whyGone());
        }
    }

    /** The next bytes of it, at least one; empty at its end. May take as long as the query may. */
    public Result<Optional<byte[]>> next() {
        while (failed == null && !over) {
            try {
                Frame frame = process.read();
                switch (frame.type()) {
                    case CHUNK -> {
                        return Result.ok(Optional.of(frame.bytes()));
                    }
                    case DONE -> end(true);
                    case FAILED -> fail(FailureJson.read(frame.bytes(), Failure.Kind.INTERNAL));
                    default -> give(frame);
                }
            } catch (IOException e) {
                fail(process.whyGone());
            }
        }
        return failed == null ? Result.ok(Optional.empty()) : Result.err(failed);
    }

    private void give(Frame wanted) throws IOException {
        DataInputStream fields = wanted.data();
        int id = fields.readInt();
        switch (wanted.type()) {
            case WANT_EVENTS -> give(id, source.events(EventsWanted.read(fields)));
            case WANT_STREAMS ->
                give(
                        id,
                        source.streams(FramePipes.readText(fields), fields.readInt())
                                .map(SqlAnswer::streams));
            case WANT_VALUE ->
                give(
                        id,
                        source.value(FramePipes.readText(fields), FramePipes.readText(fields))
                                .map(value -> bytes(value::write)));
            case WANT_NAMES -> give(id, source.projections().map(SqlAnswer::names));
            default -> throw new IOException("the SQL process sent " + wanted.type());
        }
    }

    private void give(int id, Result<byte[]> content) throws IOException {
        byte[] bytes = content.isOk() ? content.value() : FailureJson.bytes(content.failure());
        process.send(FrameType.GIVEN, data -> {
            data.writeInt(id);
            data.writeBoolean(content.isOk());
            data.write(bytes);
        });
    }

    private static byte[] streams(List<StreamRow> streams) {
        return bytes(data -> {
            data.writeInt(streams.size());
            for (StreamRow stream : streams) {
                stream.write(data);
            }
        });
    }

    private static byte[] names(List<String> names) {
        return bytes(data -> {
            data.writeInt(names.size());
            for (String name : names) {
                FramePipes.writeText(data, name);
            }
        });
    }

    private static byte[] bytes(FramePipes.Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try {
            fields.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // to memory
        }
        return bytes.toByteArray();
    }

    private void fail(Failure why) {
        failed = why;
        end(HARMLESS.contains(why.kind()));
    }

    private synchronized void end(boolean usable) {
        if (!over) {
            over = true;
            watch.close();
            done.accept(process, usable);
        }
    }

    /** Ends the query when it is still running. Idempotent. */
    @Override
    public void close() {
        synchronized (this) { // the process may be another query's as soon as this one is over
            if (!over) {
                process.end(CLOSED);
                end(false);
            }
        }
    }
}

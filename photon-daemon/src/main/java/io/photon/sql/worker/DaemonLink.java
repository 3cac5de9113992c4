// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.codec.FailureJson;
import io.photon.result.Failure;
import io.photon.sql.wire.EventBlock;
import io.photon.sql.wire.EventsWanted;
import io.photon.sql.wire.FramePipes;
import io.photon.sql.wire.FramePipes.Frame;
import io.photon.sql.wire.FrameType;
import io.photon.sql.wire.ProjectionValue;
import io.photon.sql.wire.StreamRow;
import io.photon.sql.wire.WireQuestion;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The daemon, as its SQL process sees it. One thread reads what it sends, so the daemon never waits for this process with
 * what was asked for, and its end is noticed at once. Thread-safe.
 */
final class DaemonLink {

    private static final int ID_AND_OK_BYTES = 5;
    private static final int STREAMS_PAGE = 1_000;

    private final FramePipes frames;
    private final Map<Integer, CompletableFuture<byte[]>> wanted = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final BlockingQueue<WireQuestion> questions = new LinkedBlockingQueue<>();

    DaemonLink(FramePipes frames) {
        this.frames = frames;
    }

    /** Reads what the daemon sends until it is gone. */
    void read() throws IOException {
        while (true) {
            Frame frame = frames.read();
            if (frame.type() == FrameType.QUESTION) {
                questions.add(WireQuestion.read(frame.data()));
            } else {
                CompletableFuture<byte[]> waiting =
                        wanted.remove(ByteBuffer.wrap(frame.bytes()).getInt());
                if (waiting != null) {
                    waiting.complete(frame.bytes());
                }
            }
        }
    }

    /** The next question; waits for it. */
    WireQuestion next() throws InterruptedException {
        return questions.take();
    }

    /** Sends the daemon a frame of an answer. */
    void send(FrameType type, byte[] bytes) {
        try {
            frames.send(type, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Events on their way. */
    CompletableFuture<EventBlock> events(EventsWanted events) {
        return ask(FrameType.WANT_EVENTS, events::write)
                .thenApply(bytes -> EventBlock.of(ByteBuffer.wrap(bytes).position(ID_AND_OK_BYTES)));
    }

    /** The next streams by name. @param after only names above it */
    List<StreamRow> streams(String after) {
        try (DataInputStream data = content(await(ask(FrameType.WANT_STREAMS, fields -> {
            FramePipes.writeText(fields, after);
            fields.writeInt(STREAMS_PAGE);
        })))) {
            int count = data.readInt();
            List<StreamRow> streams = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                streams.add(StreamRow.read(data));
            }
            return streams;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a page of streams was the last one. */
    static boolean isLast(List<StreamRow> page) {
        return page.size() < STREAMS_PAGE;
    }

    /** The names of all projections. */
    List<String> projections() {
        try (DataInputStream data = content(await(ask(FrameType.WANT_NAMES, fields -> {})))) {
            int count = data.readInt();
            List<String> names = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                names.add(FramePipes.readText(data));
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a projection. @param at an order-id or a time; "" for now */
    ProjectionValue value(String name, String at) {
        try {
            return ProjectionValue.read(content(await(ask(FrameType.WANT_VALUE, fields -> {
                FramePipes.writeText(fields, name);
                FramePipes.writeText(fields, at);
            }))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was asked for, once it is here. @throws DaemonFailure when the daemon has said why there is none */
    static <T> T await(CompletableFuture<T> coming) {
        try {
            return coming.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DaemonFailure refused) {
                throw refused;
            }
            throw e;
        }
    }

    private CompletableFuture<byte[]> ask(FrameType type, FramePipes.Fields fields) {
        int id = ids.incrementAndGet();
        CompletableFuture<byte[]> coming = new CompletableFuture<>();
        wanted.put(id, coming);
        try {
            frames.send(type, data -> {
                data.writeInt(id);
                fields.to(data);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return coming.thenApply(bytes -> {
            if (bytes[Integer.BYTES] == 0) {
                throw refused(bytes);
            }
            return bytes;
        });
    }

    private static DaemonFailure refused(byte[] bytes) {
        byte[] json = new byte[bytes.length - ID_AND_OK_BYTES];
        System.arraycopy(bytes, ID_AND_OK_BYTES, json, 0, json.length);
        return new DaemonFailure(FailureJson.read(json, Failure.Kind.INTERNAL));
    }

    private static DataInputStream content(byte[] bytes) throws IOException {
        DataInputStream data = new Frame(FrameType.GIVEN, bytes).data();
        data.skipNBytes(ID_AND_OK_BYTES);
        return data;
    }
}

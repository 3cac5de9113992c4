// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;

import io.photon.backup.format.BackupReader;
import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A store with a log, backups and restores over it, as wiring puts them together. */
final class House implements AutoCloseable {

    /** As a door hands on what is uploaded. */
    private static final int PIECE_BYTES = 256 * 1024;

    /** Time stands still until it is moved. */
    static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final HandClock clock = new HandClock();
    final EventStore store;
    final EventLog log;
    final BackupService backups;
    final RestoreService restores;

    House(Path scratch) {
        this(scratch, new MemoryEventStore());
    }

    House(Path scratch, EventStore store) {
        this.store = store;
        try {
            log = DefaultEventLog.start(store, clock);
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
        backups = new BackupService(log, clock);
        restores = new RestoreService(log, clock, scratch, BackupReader.DEFAULT_MAX_LINE_BYTES);
    }

    /** Appends one event; answers its order-id. */
    long emit(String stream, String payload) {
        return emit(stream, payload, null);
    }

    long emit(String stream, String payload, String localId) {
        String json = "{\"stream-name\":\"" + stream + "\",\"event-type\":\"t\","
                + (localId == null ? "" : "\"local-id\":\"" + localId + "\",") + "\"payload\":" + payload + "}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        EventDraft draft = ok(EventParser.parseDraft(bytes, 0, bytes.length));
        try {
            Appended appended = ok(log.append(AppendRequest.of(draft))
                    .get(10, TimeUnit.SECONDS)
                    .get(0));
            return appended.orderId();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void delete(String stream) {
        try {
            ok(log.deleteStream(stream).get(10, TimeUnit.SECONDS));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String backup() {
        return backup(OptionalLong.empty());
    }

    String backup(OptionalLong from) {
        return backup(new BackupRequest(from, false));
    }

    String backup(BackupRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Backup backup = ok(backups.begin(request))) {
            for (Optional<byte[]> chunk = ok(backup.next()); chunk.isPresent(); chunk = ok(backup.next())) {
                bytes.writeBytes(chunk.get());
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A backup's lines without what differs between two backups of the same state. */
    String contents() {
        return backup().replaceFirst("\"created\":\"[^\"]*\"", "");
    }

    Result<Restored> tryRestore(String backup, RestoreRequest request) {
        return tryRestore(backup.getBytes(StandardCharsets.UTF_8), request);
    }

    Result<Restored> tryRestore(byte[] backup, RestoreRequest request) {
        Result<Restore> begun = restores.begin(request);
        if (begun instanceof Result.Err<Restore> err) {
            return Result.err(err.failure());
        }
        try (Restore restore = begun.value()) {
            for (int from = 0; from < backup.length; from += PIECE_BYTES) {
                Optional<Failure> wrong = restore.feed(backup, from, Math.min(PIECE_BYTES, backup.length - from));
                if (wrong.isPresent()) {
                    return Result.err(wrong.get());
                }
            }
            return restore.finish();
        }
    }

    Restored restore(String backup) {
        return ok(tryRestore(backup, RestoreRequest.EXACT));
    }

    Failure refused(String backup) {
        return refused(backup, RestoreRequest.EXACT);
    }

    Failure refused(String backup, RestoreRequest request) {
        return failure(tryRestore(backup, request));
    }

    static String line(long orderId, String stream, String payload) {
        return "{\"order-id\":" + orderId + ",\"event-time\":" + orderId / 1_000 + ",\"stream-name\":\"" + stream
                + "\",\"event-type\":\"t\",\"payload\":" + payload + "}";
    }

    static Event event(long orderId, String stream, String payload) {
        return Event.ofLine(line(orderId, stream, payload).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws StoreException {
        log.close();
        store.close();
    }
}

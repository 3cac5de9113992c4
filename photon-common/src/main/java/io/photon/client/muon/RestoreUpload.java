// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import io.photon.backup.format.BackupLine;
import io.photon.backup.format.BackupReader;
import io.photon.backup.format.BackupSummary;
import io.photon.client.RestoreOptions;
import io.photon.event.Bound;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.muon.wire.EventResult;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Emits the events of backups as new ones, as {@code restore --as-new} does over HTTP: those of internal streams are
 * skipped, what was appended before a failure stays, and the failure says how much.
 */
final class RestoreUpload {

    private final EmitWindow window;
    private final RestoreOptions options;
    private final @Nullable String token;
    private final BackupReader reader;
    private long restored;
    private long skipped;
    private long leftOut;
    private long head;

    RestoreUpload(EmitWindow window, RestoreOptions options, @Nullable String token) {
        this.window = window;
        this.options = options;
        this.token = token;
        this.reader = new BackupReader(
                new BackupReader.Options(
                        BackupReader.DEFAULT_MAX_LINE_BYTES, options.allowIncomplete(), Long.MAX_VALUE),
                this::take);
    }

    /** Reads the backups to their end. @return the same answer as over HTTP */
    Result<byte[]> run(InputStream backup) {
        try (InputStream input = backup) {
            Result<BackupSummary> read = reader.readAll(input);
            Optional<Failure> broken = drain();
            if (read instanceof Result.Err<BackupSummary> err) {
                return Result.err(withCount(err.failure()));
            }
            return broken.isPresent() ? Result.err(withCount(broken.get())) : Result.ok(answer());
        } catch (IOException e) {
            drain();
            return Result.err(withCount(
                    Failure.of(Kind.BAD_INPUT, "the backup cannot be read: " + e.getMessage(), "check the file")));
        }
    }

    private byte[] answer() {
        return ("{\"restored\":" + restored + ",\"skipped\":" + skipped + ",\"deleted\":0,\"left-out\":" + leftOut
                        + ",\"head\":" + head + "}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Failure withCount(Failure failure) {
        if (restored == 0 || options.dryRun()) {
            return failure;
        }
        return new Failure(
                failure.kind(),
                failure.message() + "; " + restored + " events were appended before",
                "running it again stores events with a local-id once, others a second time");
    }

    private Optional<Failure> take(List<BackupLine> lines) {
        for (BackupLine line : lines) {
            Event event = line.event();
            Bound until = Bound.of(options.until());
            if ((until.isTime() ? event.eventTime() : event.orderId()) > until.value()) {
                leftOut++;
            } else if (StreamNames.isInternal(event.streamName())) {
                skipped++;
            } else if (options.dryRun()) {
                restored++;
            } else {
                Optional<Failure> broken = append(line.number(), event);
                if (broken.isPresent()) {
                    return broken;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Failure> append(long line, Event event) {
        while (window.isFull(event.length()) || window.isAnswered()) {
            Optional<Failure> broken = answered();
            if (broken.isPresent()) {
                return broken;
            }
        }
        // As it was: an event is not given an emitter's name that it had not.
        Result<Boolean> sent = window.send(line, EventItems.emitted(event.body(), null, token));
        return sent instanceof Result.Err<Boolean> err ? Optional.of(err.failure()) : Optional.empty();
    }

    private Optional<Failure> answered() {
        EmitWindow.Answered oldest = window.oldest();
        if (oldest.result() instanceof Result.Err<EventResult> err) {
            return Optional.of(err.failure().at("line " + oldest.line()));
        }
        restored++;
        head = Math.max(head, oldest.result().value().orderId());
        return Optional.empty();
    }

    /** Waits for the answers that are still to come. @return the first failure among them */
    private Optional<Failure> drain() {
        Optional<Failure> first = Optional.empty();
        while (!window.isEmpty()) {
            Optional<Failure> broken = answered();
            first = first.isPresent() ? first : broken;
        }
        return first;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.NewStream;
import io.photon.codec.EventParser;
import io.photon.door.http.wire.call.ArrayItems;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.Gunzip;
import io.photon.door.http.wire.call.NumberedLines;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of events as it comes: lines of JSON, one JSON array, or gzip of one EDN map a line. It stops at the first line
 * that is no event. Memory: one line. One thread at a time.
 */
final class ImportedFile implements NumberedLines.Receiver {

    /** Stands for the stream until its name is known. */
    private static final String SOME_STREAM = "-";

    private final ImportForm.Options options;
    private final NewStream target;
    private final NumberedLines lines;
    /** Null for a file that is not packed. */
    private final @Nullable Gunzip gunzip;
    /** Of a JSON array; null for lines. */
    private @Nullable ArrayItems items;

    private boolean begun;
    /** Before the first that is not. */
    private long emptyLines;

    private boolean ended;
    private long badLine;
    private @Nullable Failure failure;
    private @Nullable Failure stopped;

    /** @param isPev whether it is gzip of EDN */
    ImportedFile(boolean isPev, ImportForm.Options options, NewStream target) {
        this.options = options;
        this.target = target;
        this.lines = new NumberedLines(options.maxLineBytes(), this);
        this.gunzip = isPev ? new Gunzip() : null;
    }

    boolean isEnded() {
        return ended;
    }

    /** The first line that is no event, from 1; 0 for none. */
    long badLine() {
        return badLine;
    }

    /** Why only what came before was taken; null when all was. */
    @Nullable Failure stopped() {
        return stopped;
    }

    Optional<Failure> feed(ByteBuffer bytes) {
        if (stopped != null) {
            return Optional.empty();
        }
        if (gunzip == null) {
            text(bytes);
        } else {
            gunzip.feed(bytes, unpacked -> {
                        text(unpacked);
                        return Optional.ofNullable(failure == null ? stopped : failure);
                    })
                    .ifPresent(this::stop);
        }
        return Optional.ofNullable(failure);
    }

    private void text(ByteBuffer text) {
        if (!begun && gunzip == null) {
            begin(text);
        }
        if (items == null) {
            lines.feed(text);
            return;
        }
        lines.feed(items.lines(text));
        notArray();
    }

    /** Whether it is an array shows at the first character. */
    private void begin(ByteBuffer text) {
        while (!begun && text.hasRemaining()) {
            byte first = text.get(text.position());
            if (first == ' ' || first == '\t' || first == '\r' || first == '\n') {
                emptyLines += first == '\n' ? 1 : 0;
                text.get();
                continue;
            }
            begun = true;
            items = first == '[' ? new ArrayItems() : null;
        }
    }

    /** A line's number in the file. */
    private long inFile(long number) {
        return items == null ? emptyLines + number : number;
    }

    private void notArray() {
        Failure failure = items().failure();
        if (failure != null) {
            stop(Failure.of(Failure.Kind.BAD_INPUT, failure.message(), "send one JSON array of events"));
        }
    }

    Optional<Failure> end() {
        ended = true;
        if (stopped == null && failure == null && gunzip != null) {
            gunzip.end().ifPresent(this::stop);
        }
        if (stopped == null && failure == null && items != null) {
            items.end();
            notArray();
        }
        if (stopped == null && failure == null) {
            lines.end();
        }
        lines.release();
        return Optional.ofNullable(failure);
    }

    @Override
    public void line(long number, byte[] bytes, int offset, int length) {
        if (failure != null || stopped != null) {
            return;
        }
        Result<EventDraft> draft = gunzip == null
                ? EventParser.parseDraftInto(SOME_STREAM, bytes, offset, length)
                : ofEdn(Arrays.copyOfRange(bytes, offset, offset + length));
        if (draft.isOk()) {
            failure = target.add(draft.value()).orElse(null);
        } else {
            badLine = inFile(number);
            stop(draft.failure().at((items == null ? "line " : "item ") + badLine));
        }
    }

    private static Result<EventDraft> ofEdn(byte[] line) {
        return ContentTypes.json(line, line.length)
                .then(json -> EventParser.parseDraftInto(SOME_STREAM, json, 0, json.length));
    }

    @Override
    public void tooLong(long number) {
        if (failure == null && stopped == null) {
            badLine = inFile(number);
            stop(UploadEndpoint.lineTooLong(options.maxLineBytes()).at("line " + badLine));
        }
    }

    /** Takes no more. */
    private void stop(Failure why) {
        if (failure != null || stopped != null) {
            return;
        }
        if (options.partial()) {
            stopped = why;
        } else {
            failure = why;
        }
    }

    void close() {
        if (gunzip != null) {
            gunzip.close();
        }
    }

    private ArrayItems items() {
        return Objects.requireNonNull(items);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.NewStream;
import io.photon.api.Upload;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.event.StreamNames;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.connector.ByteBufferPool;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.MalformedMessageException;
import io.undertow.util.MultipartParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form of an import (RFC 7578), read as it comes: its parts may be in any order, and one without content counts as
 * not there. One thread at a time.
 */
final class ImportForm implements Upload, MultipartParser.PartHandler {

    private static final String NAME = "stream-name";
    private static final String FILE = "upload-file";
    private static final String PEV = "upload-pev";

    /** Of what is neither a name nor a file: heads of parts, and what stands before the first. */
    private static final int MOST_AROUND_BYTES = 64 * 1024;
    /** What is fed at once, so that the bytes around files are counted before they fill the memory. */
    private static final int PIECE_BYTES = 16 * 1024;

    /**
     * How it is read.
     *
     * @param maxLineBytes of the longest event
     * @param partial whether what stands before the first bad line is stored
     */
    record Options(int maxLineBytes, boolean partial) {}

    private final MultipartParser.ParseState parser;
    private final Options options;
    private final NewStream target;
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private boolean isNamed;
    private @Nullable String part;
    /** The one with content; null before there is one. */
    private @Nullable ImportedFile file;

    private @Nullable String filePart;
    private long around;
    private @Nullable Failure failure;
    private boolean hasFile;

    ImportForm(ByteBufferPool buffers, byte[] boundary, Options options, NewStream target) {
        this.parser = MultipartParser.beginParse(buffers, this, boundary, StandardCharsets.UTF_8.name());
        this.options = options;
        this.target = target;
    }

    /** The line that a failure is about, else 0. */
    long line() {
        return file == null ? 0 : file.badLine();
    }

    @Override
    public Optional<Failure> feed(byte[] bytes, int offset, int length) {
        for (int from = offset; from < offset + length && failure == null; from += PIECE_BYTES) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, from, Math.min(PIECE_BYTES, offset + length - from));
            around += piece.remaining();
            try {
                parser.parse(piece);
            } catch (MalformedMessageException | RuntimeException e) { // of bytes that no form has
                fail("the form cannot be read: " + e.getMessage(), "send multipart/form-data as RFC 7578 has it");
            } catch (IOException e) {
                fail("the form cannot be read: " + e.getMessage(), "send it again");
            }
            if (failure == null && around > MOST_AROUND_BYTES) {
                fail(
                        "more than " + MOST_AROUND_BYTES + " bytes of the form belong to no file",
                        "send stream-name and one file, each once");
            }
        }
        return Optional.ofNullable(failure);
    }

    @Override
    public void beginPart(HeaderMap headers) {
        String disposition = headers.getFirst(Headers.CONTENT_DISPOSITION);
        part = disposition == null ? null : ContentTypes.parameter(disposition, "name");
        if (!NAME.equals(part) && !FILE.equals(part) && !PEV.equals(part)) {
            fail(
                    part == null ? "a part of the form has no name" : "the form has a field '" + Excerpt.of(part) + "'",
                    "send stream-name, and upload-file (JSON) or upload-pev");
        } else if (NAME.equals(part) && isNamed) {
            fail("the form has stream-name twice", "name one stream");
        }
        isNamed |= NAME.equals(part);
        hasFile |= FILE.equals(part) || PEV.equals(part);
    }

    @Override
    public void data(ByteBuffer content) {
        if (failure != null || !content.hasRemaining()) {
            return;
        }
        if (NAME.equals(part)) {
            name.write(content.array(), content.arrayOffset() + content.position(), content.remaining());
            content.position(content.limit());
            if (name.size() > StreamNames.MAX_BYTES) {
                fail("stream-name is longer than " + StreamNames.MAX_BYTES + " bytes", "choose a shorter name");
            }
            return;
        }
        around -= content.remaining();
        if (file == null) {
            file = new ImportedFile(PEV.equals(part), options, target);
            filePart = part;
        } else if (file.isEnded() || !filePart().equals(part)) {
            fail("the form has two files", "send upload-file or upload-pev, once");
            return;
        }
        take(file.feed(content));
        content.position(content.limit());
    }

    @Override
    public void endPart() {
        if (failure == null && file != null && !file.isEnded() && !NAME.equals(part)) {
            take(file.end());
        }
    }

    private void take(Optional<Failure> wrong) {
        wrong.ifPresent(it -> failure = it);
    }

    private void fail(String message, String hint) {
        if (failure == null) {
            failure = Failure.of(Failure.Kind.BAD_INPUT, message, hint);
        }
    }

    @Override
    public Result<Map<String, Object>> finish() {
        if (!parser.isComplete()) {
            fail("the form ends before its last boundary", "send all of it");
        } else if (name.size() == 0) {
            fail("stream-name is missing", "name the stream: curl -F stream-name=NAME");
        } else if (file == null) {
            fail(
                    hasFile ? "there is no event to import" : "there is no file in the form",
                    hasFile ? "send one event or more" : "send upload-file (JSON) or upload-pev");
        }
        if (failure != null) {
            return Result.err(failure);
        }
        Result<NewStream.Imported> done = target.finish(name.toString(StandardCharsets.UTF_8));
        Failure stopped = file().stopped();
        boolean isEmpty = !done.isOk() && done.failure().kind() == Failure.Kind.BAD_INPUT;
        return isEmpty && stopped != null ? Result.err(stopped) : done.map(this::answer);
    }

    private Map<String, Object> answer(NewStream.Imported done) {
        Failure stopped = file().stopped();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", stopped == null ? "OK" : "PARTIAL");
        answer.put("stream-name", done.stream());
        answer.put("events", done.events());
        if (stopped != null) {
            answer.put("error", stopped.message());
            answer.put("code", stopped.kind().code());
            answer.put("hint", stopped.hint());
            answer.put("line", file().badLine());
        }
        return answer;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
        target.close();
    }

    private String filePart() {
        return Objects.requireNonNull(filePart);
    }

    private ImportedFile file() {
        return Objects.requireNonNull(file);
    }
}

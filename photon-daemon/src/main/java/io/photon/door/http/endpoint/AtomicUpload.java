// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.PhotonApi;
import io.photon.api.Stored;
import io.photon.budget.Budget;
import io.photon.codec.FailureJson;
import io.photon.codec.FailureStatus;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.ArrayItems;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.NumberedLines;
import io.photon.door.http.wire.call.RequestBodyReader;
import io.photon.door.http.wire.call.RequestMemory;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An upload of which all is stored or nothing: gathered, then appended as one. On its I/O thread. */
final class AtomicUpload implements RequestBodyReader.Receiver, NumberedLines.Receiver, RequestMemory.Holder {

    private final Call call;
    private final PhotonApi api;
    private final HttpSettings settings;
    private final OpenRequests openRequests;
    private final DraftReader reading;

    private final RequestMemory memory;
    private final NumberedLines lines;
    /** Of a JSON array, or null for lines. */
    private final @Nullable ArrayItems items;

    private final RequestBodyReader reader;
    private final UploadBatch batch = new UploadBatch();
    private boolean over;

    AtomicUpload(Call call, PhotonApi api, HttpSettings settings, Budget budget, OpenRequests openRequests) {
        this.call = call;
        this.api = api;
        this.settings = settings;
        this.openRequests = openRequests;
        this.reading = DraftReader.ofItems(call, settings);
        this.lines = new NumberedLines(settings.limits().maxLineBytes(), this);
        this.items = ContentTypes.isArray(call) ? new ArrayItems() : null;
        this.reader = new RequestBodyReader(call, this);
        this.memory = new RequestMemory(call, budget, settings.limits().maxLineBytes(), this);
    }

    void start() {
        if (memory.ensureAnnounced()) {
            reader.start();
        }
    }

    @Override
    public void memoryCame() {
        reader.startOrResume();
    }

    @Override
    public void noMemory() {
        if (!over) {
            refuse(Failure.tooMuchAtOnce("nothing was stored; try again in a moment"), -1);
        }
    }

    @Override
    public void gone() {
        over = true;
        reader.stop();
    }

    @Override
    public void bytes(ByteBuffer chunk) {
        lines.feed(items == null ? chunk : items.lines(chunk));
        refuseUnlessArray();
        long gathered =
                Math.min(batch.bytes() + lines.heldBytes(), settings.limits().maxLineBytes());
        if (!over && !memory.ensure(gathered)) {
            reader.pause();
        }
    }

    private void refuseUnlessArray() {
        if (!over && items != null && items.failure() != null) {
            refuse(Failure.of(Failure.Kind.BAD_INPUT, items.failure().message(), "nothing was stored"), -1);
        }
    }

    @Override
    public void line(long number, byte[] bytes, int offset, int length) {
        if (over) {
            return;
        }
        Result<EventDraft> draft = reading.read(bytes, offset, length);
        if (draft instanceof Result.Err<EventDraft> err) {
            refuse(err.failure().at("line " + number), number);
            return;
        }
        batch.add(number, draft);
        if (batch.lines() > PhotonApi.MAX_ATOMIC_EVENTS
                || (batch.lines() > 1 && batch.bytes() > PhotonApi.MAX_ATOMIC_BYTES)) {
            refuse(
                    Failure.of(
                            Failure.Kind.TOO_LARGE,
                            "an atomic request is at most " + PhotonApi.MAX_ATOMIC_EVENTS + " events and "
                                    + PhotonApi.MAX_ATOMIC_BYTES + " bytes; line " + number + " goes beyond",
                            "send less at once, or without atomic"),
                    number);
        }
    }

    @Override
    public void tooLong(long number) {
        if (!over) {
            refuse(UploadEndpoint.lineTooLong(settings.limits().maxLineBytes()).at("line " + number), number);
        }
    }

    @Override
    public void end() {
        if (items != null && !over) {
            items.end();
            refuseUnlessArray();
        }
        lines.end();
        if (over) {
            return;
        }
        over = true;
        if (batch.lines() == 0) {
            answerLines(List.of());
            return;
        }
        lines.release();
        String expect = call.header(EmitEndpoint.EXPECT_HEADER);
        boolean isAlone = openRequests.isOnly(); // else others need this thread
        memory.askLog(() -> api.emitHere(call.caller(), batch.drafts(), expect, isAlone), this::answered);
    }

    private void answered(List<Result<Stored>> results) {
        if (results.get(0) instanceof Result.Err<Stored> err) {
            call.answer(err.failure());
        } else {
            answerLines(results);
        }
    }

    private void answerLines(List<Result<Stored>> results) {
        UploadAnswers answers = new UploadAnswers("summary".equals(call.target().param("ack")));
        for (Result<Stored> result : results) {
            if (result instanceof Result.Ok<Stored> ok) {
                answers.stored(ok.value());
            }
        }
        answers.finish();
        call.answerLines(answers.take());
    }

    @Override
    public void broken(Failure failure) {
        if (over) {
            return;
        }
        if (call.isAnswerable()) {
            refuse(failure, -1);
        } else {
            over = true;
            call.close();
        }
    }

    @Override
    public long patienceMs() {
        return settings.times().readTimeoutMs();
    }

    private void refuse(Failure failure, long line) {
        gone();
        memory.release();
        call.answer(FailureStatus.of(failure.kind()), FailureJson.bytes(failure, line));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.Stored;
import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.codec.BodyFields;
import io.photon.door.http.wire.Bytes;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.RepeatAnswer;
import io.photon.door.http.wire.Repeatable;
import io.photon.door.http.wire.RequestFacts;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.RequestMemory;
import io.photon.door.http.wire.call.SmallBody;
import io.photon.event.EventDraft;
import io.photon.event.EventLine;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * POST {@code /api/event} and {@code /api/event/:stream}: one event, as JSON, as EDN or as a CloudEvent. Read, parsed and answered on the I/O thread; the
 * wait for the disk holds no thread, or this one when it is the only request.
 */
public final class EmitEndpoint implements Endpoint {

    public static final String EXPECT_HEADER = "Expect-Last-Order-Id";

    private static final byte[] NOTHING = {};
    /** What the answer says besides the event; fields of the emitter's own of these names are stored, not answered. */
    private static final byte[] DURABILITY = "durability".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DUPLICATE = "duplicate".getBytes(StandardCharsets.US_ASCII);

    private final PhotonApi api;
    private final HttpSettings settings;
    private final OpenRequests openRequests;
    private final Budget budget;

    public EmitEndpoint(PhotonApi api, HttpSettings settings, OpenRequests openRequests, Budget budget) {
        this.openRequests = openRequests;
        this.api = api;
        this.settings = settings;
        this.budget = budget;
    }

    @Override
    public void handle(Call call) {
        String stream = call.target().segments().size() > 2
                ? call.segment(2)
                : call.target().param("stream");
        Result<DraftReader> reader = DraftReader.ofBody(call, settings, stream);
        if (reader instanceof Result.Ok<DraftReader> ok) {
            new Body(call, ok.value()).start();
        } else {
            call.answer(reader.failure());
        }
    }

    private final class Body extends SmallBody {
        private final DraftReader reader;

        Body(Call call, DraftReader reader) {
            super(call, settings, budget, settings.limits().maxLineBytes());
            this.reader = reader;
        }

        @Override
        protected void whole(byte[] bytes, int size) {
            Result<EventDraft> draft = reader.read(bytes, 0, size);
            if (draft instanceof Result.Err<EventDraft> err) {
                refuse(err.failure());
                return;
            }
            EventDraft wanted = draft.value();
            boolean isAlone = openRequests.isOnly(); // else others need this thread
            memory().askLog(
                            () -> api.emitHere(call.caller(), List.of(wanted), call.header(EXPECT_HEADER), isAlone),
                            results -> answer(wanted, results.get(0)));
        }

        private void answer(EventDraft draft, Result<Stored> result) {
            memory().release(); // what is left of it counts as an answer now
            if (result instanceof Result.Ok<Stored> ok) {
                RequestFacts.of(call.exchange()).mayRepeat(new Again(call.caller(), reader));
                RepeatAnswer told = stored(draft, ok.value());
                call.answer(told.status(), told.before(), told.body(), told.offset(), told.length(), told.after());
            } else {
                call.answer(result.failure());
            }
        }

        @Override
        protected Failure tooLarge() {
            return Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the event is longer than " + settings.limits().maxLineBytes() + " bytes",
                    "keep large things elsewhere and emit where they are");
        }
    }

    /** One more event of the same caller that comes with the same head. */
    private final class Again implements Repeatable {
        private final Caller caller;
        private final DraftReader reader;

        Again(Caller caller, DraftReader reader) {
            this.caller = caller;
            this.reader = reader;
        }

        @Override
        public @Nullable Supplier<CompletableFuture<RepeatAnswer>> read(byte[] body) {
            HttpSettings.Limits limits = settings.limits();
            if (body.length > Math.min(limits.maxLineBytes(), limits.maxUploadBytes())) {
                return null;
            }
            Result<EventDraft> draft = reader.read(body, 0, body.length);
            Result<Caller> now = api.current(caller);
            Lease lease = draft.isOk() && now.isOk() ? RequestMemory.tryTake(budget, body.length) : null;
            return lease == null ? null : () -> emit(now.value(), draft.value(), lease);
        }

        private CompletableFuture<RepeatAnswer> emit(Caller now, EventDraft draft, Lease lease) {
            try {
                return api.emitHere(now, List.of(draft), null, openRequests.isOnly())
                        .thenApply(results -> {
                            lease.close();
                            return answer(draft, results.get(0));
                        });
            } catch (RuntimeException | Error e) {
                lease.close();
                throw e;
            }
        }

        private RepeatAnswer answer(EventDraft draft, Result<Stored> result) {
            return result.fold(stored -> stored(draft, stored), RepeatAnswer::of);
        }
    }

    private static RepeatAnswer stored(EventDraft draft, Stored stored) {
        byte[] body = BodyFields.without(draft.body(), DURABILITY, DUPLICATE);
        return RepeatAnswer.ok(head(stored), body, 0, body.length - 1, tail(stored));
    }

    /** Of the canonical line, what stands before the draft's body. */
    private static byte[] head(Stored stored) {
        return EventLine.compose(stored.orderId(), stored.eventTime(), NOTHING);
    }

    /** After the payload: how durable it is; for a duplicate, that it is one. */
    private static byte[] tail(Stored stored) {
        return new Bytes(48)
                .ascii(",\"durability\":\"")
                .ascii(stored.durability())
                .ascii(stored.duplicate() ? "\",\"duplicate\":true}\n" : "\"}\n")
                .toArray();
    }
}

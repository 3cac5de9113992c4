package io.photon.door.http;

import io.photon.api.PhotonApi;
import io.photon.api.Stored;
import io.photon.codec.EventParser;
import io.photon.event.EventDraft;
import io.photon.event.EventLine;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Optional;

/**
 * POST {@code /api/event} and {@code /api/event/:stream}: one event. Read, parsed and answered on the I/O thread; the
 * wait for the disk holds no thread.
 */
final class EmitEndpoint implements Endpoint {

    static final String EXPECT_HEADER = "Expect-Last-Order-Id";

    private final PhotonApi api;
    private final HttpSettings settings;
    private final InboundBudget budget;

    EmitEndpoint(PhotonApi api, HttpSettings settings, InboundBudget budget) {
        this.api = api;
        this.settings = settings;
        this.budget = budget;
    }

    @Override
    public void handle(Call call) {
        Optional<Failure> refused = ContentTypes.refuseUnlessJson(call);
        if (refused.isPresent()) {
            call.answer(refused.get());
        } else {
            new Body(call).start();
        }
    }

    private final class Body extends SmallBody {
        Body(Call call) {
            super(call, settings, budget, settings.limits().maxLineBytes());
        }

        @Override
        void whole(byte[] bytes, int size) {
            Result<EventDraft> draft = call.target().segments().size() > 2
                    ? EventParser.parseDraftFor(call.segment(2), bytes, 0, size)
                    : EventParser.parseDraft(bytes, 0, size);
            if (draft instanceof Result.Err<EventDraft> err) {
                refuse(err.failure());
                return;
            }
            EventDraft wanted = ((Result.Ok<EventDraft>) draft).value();
            api.emit(call.caller(), wanted, call.header(EXPECT_HEADER))
                    .thenAccept(result -> call.onIo(() -> call.guarded(() -> answer(wanted, result))));
        }

        private void answer(EventDraft draft, Result<Stored> result) {
            letGo();
            if (result instanceof Result.Ok<Stored> ok) {
                call.answer(200, storedEvent(ok.value(), draft));
            } else {
                call.answer(((Result.Err<Stored>) result).failure());
            }
        }

        @Override
        Failure tooLarge() {
            return Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the event is longer than " + settings.limits().maxLineBytes() + " bytes",
                    "keep large things elsewhere and emit where they are");
        }
    }

    /** The canonical line, and behind the payload how durable it is; for a duplicate, that it is one. */
    static byte[] storedEvent(Stored stored, EventDraft draft) {
        byte[] line = EventLine.compose(stored.orderId(), stored.eventTime(), draft.body());
        Bytes json = new Bytes(line.length + 48);
        json.add(line, 0, line.length - 1).ascii(",\"durability\":\"").ascii(stored.durability());
        return json.ascii(stored.duplicate() ? "\",\"duplicate\":true}" : "\"}").toArray();
    }
}

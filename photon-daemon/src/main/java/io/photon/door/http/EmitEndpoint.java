package io.photon.door.http;

import io.photon.api.PhotonApi;
import io.photon.api.Stored;
import io.photon.codec.EventParser;
import io.photon.event.EventDraft;
import io.photon.event.EventLine;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.ByteBuffer;
import java.util.Arrays;
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
        long announced = call.exchange().getRequestContentLength();
        if (refused.isPresent()) {
            call.answer(refused.get());
        } else if (announced > settings.maxLineBytes()) {
            call.answer(tooLarge());
        } else {
            new Body(call, announced).pump.start();
        }
    }

    private Failure tooLarge() {
        return Failure.of(
                Failure.Kind.TOO_LARGE,
                "the event is longer than " + settings.maxLineBytes() + " bytes",
                "keep large things elsewhere and emit where they are");
    }

    /** The body of one request, growing with what comes, not with what was announced. */
    private final class Body implements BodyPump.Receiver {
        private static final int FIRST_BYTES = 8 * 1024;

        private final Call call;
        private final BodyPump pump;
        private byte[] bytes;
        private int size;
        private long taken;

        Body(Call call, long announced) {
            this.call = call;
            this.pump = new BodyPump(call, this);
            this.bytes = new byte[announced >= 0 && announced < FIRST_BYTES ? (int) announced : FIRST_BYTES];
        }

        @Override
        public void bytes(ByteBuffer chunk) {
            int more = chunk.remaining();
            if (size + more > settings.maxLineBytes()) {
                refuse(tooLarge());
                return;
            }
            if (!budget.take(more)) {
                refuse(Failure.of(
                        Failure.Kind.OVERLOADED,
                        "too much is being sent at once",
                        "nothing was stored; try again in a moment"));
                return;
            }
            taken += more;
            if (size + more > bytes.length) {
                bytes = Arrays.copyOf(
                        bytes, Math.min(settings.maxLineBytes(), Math.max(size + more, bytes.length * 2)));
            }
            chunk.get(bytes, size, more);
            size += more;
        }

        @Override
        public void end() {
            Result<EventDraft> draft = call.target().segments().size() > 2
                    ? EventParser.parseDraftFor(call.segment(2), bytes, 0, size)
                    : EventParser.parseDraft(bytes, 0, size);
            bytes = null;
            if (draft instanceof Result.Err<EventDraft> err) {
                refuse(err.failure());
                return;
            }
            EventDraft wanted = ((Result.Ok<EventDraft>) draft).value();
            api.emit(call.caller(), wanted, call.header(EXPECT_HEADER))
                    .thenAccept(result -> call.onIo(() -> answer(wanted, result)));
        }

        private void answer(EventDraft draft, Result<Stored> result) {
            budget.giveBack(taken);
            taken = 0;
            if (result instanceof Result.Ok<Stored> ok) {
                call.answer(200, storedEvent(ok.value(), draft));
            } else {
                call.answer(((Result.Err<Stored>) result).failure());
            }
        }

        @Override
        public void broken(Failure failure) {
            if (failure.kind() == Failure.Kind.TIMED_OUT) {
                refuse(failure);
            } else {
                letGo();
                call.close();
            }
        }

        @Override
        public long patienceMs() {
            return settings.readTimeoutMs();
        }

        private void refuse(Failure failure) {
            pump.stop();
            letGo();
            call.answer(failure);
        }

        private void letGo() {
            budget.giveBack(taken);
            taken = 0;
            bytes = null;
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

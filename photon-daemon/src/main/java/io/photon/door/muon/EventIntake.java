package io.photon.door.muon;

import io.photon.api.Emission;
import io.photon.api.PhotonApi;
import io.photon.api.Stored;
import io.photon.codec.EventParser;
import io.photon.event.EventDraft;
import io.photon.muon.stack.server.MuonService;
import io.photon.muon.wire.EventResult;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Takes emitted events into the store (PROTOCOL 8). Thread-safe. */
final class EventIntake implements MuonService.EventSink {

    private final PhotonApi api;
    private final Callers callers;
    /** Answers are written here, not on the log's thread. */
    private final Executor answers;

    EventIntake(PhotonApi api, Callers callers, Executor answers) {
        this.api = api;
        this.callers = callers;
        this.answers = answers;
    }

    @Override
    public MuonService.Withdrawal emit(byte[] event, Consumer<EventResult> outcome) {
        Result<EventDraft> draft = EventParser.parseDraft(event, 0, event.length);
        if (draft instanceof Result.Err<EventDraft> err) {
            outcome.accept(failed(err.failure()));
            return () -> true;
        }
        Emission emission =
                api.emitWithPatience(callers.of(MuonEvents.token(event)), ((Result.Ok<EventDraft>) draft).value());
        emission.outcome().thenAcceptAsync(result -> outcome.accept(result(result)), answers);
        return emission::withdraw;
    }

    private static EventResult result(Result<Stored> result) {
        return result instanceof Result.Ok<Stored> ok
                ? EventResult.stored(
                        ok.value().eventTime(),
                        ok.value().orderId(),
                        ok.value().durability(),
                        ok.value().duplicate())
                : failed(((Result.Err<Stored>) result).failure());
    }

    /** The protocol has one text for everything; the kind is for clients of ours. */
    private static EventResult failed(Failure failure) {
        return EventResult.failed(
                failure.kind(), failure.hint() == null ? failure.message() : failure.message() + "; " + failure.hint());
    }
}

package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.Stored;
import io.photon.api.StreamSummary;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.codec.EventParser;
import io.photon.codec.JsonFields;
import io.photon.event.EventDraft;
import io.photon.event.EventLine;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The calls about events and streams: {@code /events}, {@code /stream-names}, {@code /stream/delete}
 * (docs/muon-protocol 10.4).
 */
final class EventEndpoints {

    private static final int PAGE = 1_000;

    /** Of a listing's entry beside the name, about. */
    private static final int ENTRY_BYTES = 48;

    /**
     * An answer is one message: of more streams than fit the first are told, and that there are more. As numbers in numbers
     * a byte of the answer takes up to sixteen of a message's 32 MiB.
     */
    private static final int MAX_LISTING_BYTES = 1 << 20;

    private final PhotonApi api;
    private final Callers callers;
    private final Executor answers;

    /** @param answers takes every result: a call whose result is refused would never be answered */
    EventEndpoints(PhotonApi api, Callers callers, Executor answers) {
        this.api = api;
        this.callers = callers;
        this.answers = answers;
    }

    /** Stores an event; the answer is the event as it is stored. */
    void append(RpcRequest request, Consumer<RpcResponse> answer) {
        byte[] body = request.body();
        Result<EventDraft> read = EventParser.parseDraft(body, 0, body.length);
        if (read instanceof Result.Err<EventDraft> err) {
            answer.accept(Answers.failure(err.failure()));
            return;
        }
        EventDraft draft = read.value();
        Lease lease = api.budget().tryTake(Use.MUON, EventIntake.COPIES * (long) body.length);
        if (lease == null) {
            answer.accept(Answers.failure(EventIntake.NO_MEMORY));
            return;
        }
        api.emit(caller(request), draft, null)
                .whenComplete((stored, error) -> lease.close())
                .thenAcceptAsync(
                        stored -> answer.accept(
                                stored instanceof Result.Ok<Stored> ok
                                        ? event(ok.value(), draft)
                                        : Answers.failure(stored.failure())),
                        answers);
    }

    private static RpcResponse event(Stored stored, EventDraft draft) {
        return new RpcResponse(200, EventLine.compose(stored.orderId(), stored.eventTime(), draft.body()), Steps.JSON);
    }

    void streamNames(RpcRequest request, Consumer<RpcResponse> answer) {
        Caller caller = caller(request);
        StringBuilder json = new StringBuilder("{\"streams\":[");
        String after = "";
        int first = json.length();
        long bytes = 0;
        while (true) {
            Result<List<StreamSummary>> page = api.streams(caller, after, "", PAGE);
            if (page instanceof Result.Err<List<StreamSummary>> err) {
                answer.accept(Answers.failure(err.failure()));
                return;
            }
            List<StreamSummary> streams = page.value();
            boolean tooMany = false;
            for (StreamSummary stream : streams) {
                String name = JsonFields.quote(stream.name());
                bytes += name.getBytes(StandardCharsets.UTF_8).length + ENTRY_BYTES;
                if (bytes > MAX_LISTING_BYTES) {
                    tooMany = true;
                    break;
                }
                json.append(json.length() == first ? "" : ",")
                        .append("{\"stream-name\":")
                        .append(name)
                        .append(",\"total-events\":")
                        .append(stream.totalEvents())
                        .append('}');
            }
            if (streams.size() < PAGE || tooMany) {
                json.append(tooMany ? "],\"incomplete\":true}" : "]}");
                answer.accept(RpcResponse.json(200, json.toString()));
                return;
            }
            after = streams.get(streams.size() - 1).name();
        }
    }

    void deleteStream(RpcRequest request, Consumer<RpcResponse> answer) {
        String name = JsonFields.text(request.body(), "stream-name");
        String stream = name != null ? name : JsonFields.text(request.body(), "name");
        if (stream == null || stream.isEmpty()) {
            answer.accept(Answers.missing("stream-name"));
            return;
        }
        boolean detailed = StoreQuestion.read(request.body()).flag(StoreQuestion.DETAILED);
        api.deleteStream(caller(request), stream)
                .thenAcceptAsync(deleted -> answer.accept(deleted(deleted, detailed)), answers);
    }

    /** Existing clients hear that all is well also when there was no such stream. */
    private static RpcResponse deleted(Result<Long> result, boolean detailed) {
        if (result instanceof Result.Err<Long> err) {
            return err.failure().kind() == Failure.Kind.NOT_FOUND && !detailed
                    ? Answers.CORRECT
                    : Answers.failure(err.failure());
        }
        return detailed
                ? RpcResponse.json(200, "{\"correct\":true,\"deleted-events\":" + result.value() + "}")
                : Answers.CORRECT;
    }

    private Caller caller(RpcRequest request) {
        return callers.of(request.token() != null ? request.token() : MuonEvents.token(request.body()));
    }
}

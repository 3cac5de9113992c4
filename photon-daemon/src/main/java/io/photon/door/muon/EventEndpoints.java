// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Caller;
import io.photon.api.PhotonApi;
import io.photon.api.Stored;
import io.photon.api.StreamSummary;
import io.photon.api.UseCases;
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
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.question.StreamQuestions;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The calls about events and streams: {@code /events}, {@code /stream-names}, {@code /stream/delete}
 * (docs/muon-protocol 10.4).
 */
final class EventEndpoints {

    private static final int PAGE = 1_000;

    /** Of a listing's entry without the name, about. */
    private static final int ENTRY_BYTES = 48;

    /**
     * An answer is one message: of more streams than fit the first are told, and that there are more. As numbers in numbers
     * a byte of the answer takes up to sixteen of a message's 32 MiB.
     */
    private static final int MAX_LISTING_BYTES = 1 << 20;

    private final PhotonApi api;
    private final UseCases useCases;
    private final Callers callers;
    private final Executor answers;

    /** @param answers takes every result: a call whose result is refused would never be answered */
    EventEndpoints(PhotonApi api, UseCases useCases, Callers callers, Executor answers) {
        this.api = api;
        this.useCases = useCases;
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
        Caller caller = callers.of(request);
        Lease lease = api.budget().tryTake(Use.MUON, EventIntake.COPIES * (long) body.length);
        if (lease == null) {
            answer.accept(Answers.failure(EventIntake.NO_MEMORY));
            return;
        }
        emit(caller, draft, lease)
                .whenComplete((stored, error) -> lease.close())
                .thenAcceptAsync(
                        stored -> answer.accept(
                                stored instanceof Result.Ok<Stored> ok
                                        ? event(ok.value(), draft)
                                        : Answers.failure(stored.failure())),
                        answers);
    }

    private CompletableFuture<Result<Stored>> emit(Caller caller, EventDraft draft, Lease lease) {
        try {
            return api.emit(caller, draft, null);
        } catch (RuntimeException | Error e) { // an error, too: no one else gives the memory back
            lease.close();
            throw e;
        }
    }

    private static RpcResponse event(Stored stored, EventDraft draft) {
        return new RpcResponse(200, EventLine.compose(stored.orderId(), stored.eventTime(), draft.body()), Steps.JSON);
    }

    void streamNames(RpcRequest request, Consumer<RpcResponse> answer) {
        Caller caller = callers.of(request);
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
        Asked asked =
                StreamQuestions.STREAM_DELETE.ask().with(Params.STREAM, stream).with(Params.DETAILED, detailed);
        Answers.later(
                useCases.ask(callers.of(request), asked),
                answers,
                json -> answer.accept(json.fold(
                        done -> detailed ? new RpcResponse(200, done, Steps.JSON) : Answers.CORRECT,
                        Answers::failure)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Answer;
import io.photon.api.UseCases;
import io.photon.codec.JsonWriter;
import io.photon.muon.eventstore.StoreQuestion;
import io.photon.muon.stack.server.MuonService.RpcEndpoint;
import io.photon.muon.stack.server.MuonService.StreamEndpoint;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.question.Asked;
import io.photon.question.Cost;
import io.photon.question.Param;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.question.Question;
import io.photon.question.Question.Carriage;
import io.photon.question.Questions;
import io.photon.question.StreamQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The questions of the table that are asked over Muon, as calls and streams: for our own commands, and for those who find
 * them by introspection. Clients of the protocol as it was never come here.
 */
final class QuestionEndpoints {

    /** Entries of a list in a message, at most. */
    private static final long PAGE = 1_000;

    private final UseCases useCases;
    private final Callers callers;
    private final Executor workers;
    private final Executor folds;
    private final Executor answers;
    private final Map<String, RpcEndpoint> calls = new LinkedHashMap<>();
    private final Map<String, StreamEndpoint> streams = new LinkedHashMap<>();

    /**
     * @param workers for what may wait for the disk; refuses when too much waits already
     * @param folds the same for what may take a minute
     * @param answers for results of what was begun; refuses nothing
     */
    QuestionEndpoints(UseCases useCases, Callers callers, Executor workers, Executor folds, Executor answers) {
        this.useCases = useCases;
        this.callers = callers;
        this.workers = workers;
        this.folds = folds;
        this.answers = answers;
        Map<String, List<Question>> streamed = new LinkedHashMap<>();
        for (Question question : Questions.ALL) {
            if (question.muon() == null || !useCases.knows(question)) {
                continue;
            }
            if (question.carriage() == Carriage.CALL) {
                calls.put(question.muon(), call(question));
            } else {
                streamed.computeIfAbsent(question.muon(), path -> new ArrayList<>())
                        .add(question);
            }
        }
        streamed.forEach((path, questions) ->
                streams.put(path, new QuestionStream(questions, useCases, callers, workers, folds, answers)));
    }

    Map<String, RpcEndpoint> calls() {
        return calls;
    }

    Map<String, StreamEndpoint> streams() {
        return streams;
    }

    private RpcEndpoint call(Question question) {
        RpcEndpoint endpoint = (request, answer) -> answer(question, request, answer);
        boolean mayLast = question.cost() == Cost.FOLD || question.params().contains(Params.TIMEOUT);
        RpcEndpoint threaded = Calls.on(question.cost() == Cost.FOLD ? folds : workers, endpoint);
        return mayLast ? Calls.lasting(threaded) : threaded;
    }

    private void answer(Question question, RpcRequest request, Consumer<RpcResponse> answer) {
        Result<Asked> read = read(question, StoreQuestion.read(request.body())).then(QuestionEndpoints::whole);
        if (!read.isOk()) {
            answer.accept(Answers.failure(read.failure()));
            return;
        }
        Asked asked = bounded(read.value());
        Result<Answer> result = useCases.ask(callers.of(request), asked);
        if (result.isOk() && result.value() instanceof Answer.Page page) {
            Long wanted = read.value().orNull(Params.MOST_STREAMS);
            int most = (int) Math.max(1, wanted == null ? PAGE : Math.min(PAGE, wanted));
            answer.accept(response(question, Listing.of(page, most)));
        } else {
            Answers.later(result, answers, json -> answer.accept(response(question, json)));
        }
    }

    /** Reads a question as both calls and streams send it. */
    static Result<Asked> read(Question question, StoreQuestion fields) {
        return Asked.read(question, new Asked.Source() {
            @Override
            public @Nullable String text(Param<?> param) {
                return fields.text(param.muonName());
            }

            @Override
            public <T> Result<T> read(Param<T> param, String text) {
                return param.read(text);
            }

            @Override
            public Failure missing(Param<?> param) {
                return QuestionEndpoints.missing(param);
            }
        });
    }

    /** A projection is made of the text of a file or of its parts, which then have to be there. */
    private static Result<Asked> whole(Asked asked) {
        if (asked.question() == ProjectionQuestions.PROJECTION_CREATE && asked.orNull(Params.EDN) == null) {
            for (Param<String> part : List.of(Params.NEW_NAME, Params.LANGUAGE, Params.REDUCTION)) {
                if (asked.orNull(part) == null) {
                    return Result.err(missing(part));
                }
            }
        }
        return Result.ok(asked);
    }

    private static Failure missing(Param<?> param) {
        String name = param.muonName();
        return param.missing(name, "send a JSON object with \"" + name + "\"");
    }

    /** What one call takes is bounded: the door takes the entries of a list, and does not wait for long. */
    private static Asked bounded(Asked asked) {
        if (asked.question() == StreamQuestions.STREAMS) {
            return asked.with(Params.MOST_STREAMS, null);
        }
        return asked.question() == ProjectionQuestions.PROJECTION_WAIT
                ? asked.with(
                        Params.TIMEOUT,
                        Math.min(
                                asked.or(Params.TIMEOUT, ProjectionQuestions.LONGEST_WAIT_MS),
                                ProjectionQuestions.LONGEST_WAIT_MS))
                : asked;
    }

    private static RpcResponse response(Question question, Result<byte[]> json) {
        return json.fold(
                value -> new RpcResponse(200, wrapped(question.wrapper(), value), Steps.JSON), Answers::failure);
    }

    private static byte[] wrapped(@Nullable String name, byte[] json) {
        return name == null
                ? json
                : new JsonWriter(json.length + name.length() + 8)
                        .object()
                        .field(name)
                        .raw(json)
                        .endObject()
                        .bytes();
    }
}

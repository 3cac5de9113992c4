// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.api.Answer;
import io.photon.api.UseCases;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.answer.PulledAnswer;
import io.photon.door.http.wire.answer.PushedAnswer;
import io.photon.door.http.wire.answer.SseFormat;
import io.photon.door.http.wire.call.Call;
import io.photon.question.Asked;
import io.photon.question.Cost;
import io.photon.question.Form;
import io.photon.question.Param;
import io.photon.question.Question;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Any question of the table: reads its parameters from path and query, has it answered on a thread that may bear its cost,
 * and writes the answer by its form.
 */
public final class QuestionEndpoint implements Endpoint {

    private final Question question;
    private final UseCases useCases;
    private final HttpSettings settings;
    private final OpenRequests openRequests;
    /** Where in the path a parameter is. */
    private final Map<Param<?>, Integer> segments = new HashMap<>();

    public QuestionEndpoint(Question question, UseCases useCases, HttpSettings settings, OpenRequests openRequests) {
        this.question = question;
        this.useCases = useCases;
        this.settings = settings;
        this.openRequests = openRequests;
        List<String> pattern =
                List.of(Objects.requireNonNull(question.path()).substring(1).split("/"));
        for (Param<?> param : question.params()) {
            if (question.isInPath(param)) {
                segments.put(param, pattern.indexOf(":" + param.name()));
            }
        }
    }

    @Override
    public void handle(Call call) {
        Result<Asked> asked = read(call);
        if (asked.isOk()) {
            answerByCost(call, asked.value());
        } else {
            call.answer(asked.failure());
        }
    }

    /** Answers a question that was read, on this I/O thread or on one that may bear its cost. */
    public void answerByCost(Call call, Asked asked) {
        if (question.cost() == Cost.QUICK) {
            answer(call, asked);
        } else {
            call.onWorker(() -> answer(call, asked));
        }
    }

    private Result<Asked> read(Call call) {
        return Asked.read(question, new Asked.Source() {
            @Override
            public @Nullable String text(Param<?> param) {
                if (question.isInPath(param)) {
                    return call.segment(Objects.requireNonNull(segments.get(param)));
                }
                if (!question.isInQuery(param)) {
                    return null;
                }
                return param.isFlag()
                        ? call.target().query().get(param.name())
                        : call.target().param(param.name());
            }

            @Override
            public <T> Result<T> read(Param<T> param, String text) {
                return param.readUrl(text);
            }

            @Override
            public Failure missing(Param<?> param) {
                return param.missing(param.name(), "give it in the query string");
            }
        });
    }

    /** Answers a question that was read, on a thread that may bear its cost. */
    void answer(Call call, Asked asked) {
        if (question.changes()) {
            call.handOver();
        }
        Result<Answer> result = useCases.ask(call.caller(), asked);
        if (!result.isOk()) {
            call.answer(result.failure());
            return;
        }
        Answer answer = result.value();
        if (answer instanceof Answer.Json one) {
            if (!CloudEventAnswer.answers(call, one.json(), settings)) {
                call.answer(200, one.json());
            }
        } else if (answer instanceof Answer.Later later) {
            later.json().thenAccept(call::answer);
        } else if (answer instanceof Answer.Page page) {
            answer(call, page);
        } else if (answer instanceof Answer.Chunks chunks) {
            String type = question.form() == Form.LINES ? Call.NDJSON : Call.JSON;
            PulledAnswer.begin(call, chunks.download(), type, openRequests, () -> {});
        } else if (answer instanceof Answer.Stream stream) {
            call.onIo(() ->
                    call.guarded(() -> new PushedAnswer<>(call, () -> 0, SseFormat.OF_STATES, settings, openRequests)
                            .start(stream.states(), true)));
        } else if (answer instanceof Answer.Told told) {
            new ToldLines(call).run(told.work());
        }
    }

    private void answer(Call call, Answer.Page page) {
        if (page.isWhole()) {
            call.answer(PageChunks.whole(page));
        } else {
            PulledAnswer.begin(call, new PageChunks(page), Call.JSON, openRequests, () -> {});
        }
    }
}

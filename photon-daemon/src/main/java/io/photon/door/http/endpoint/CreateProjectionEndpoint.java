// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.budget.Budget;
import io.photon.codec.JsonTree;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.SmallBody;
import io.photon.door.http.wire.call.Target;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * POST {@code /api/projection}: a request as in docs/http as JSON, or an EDN file as {@code application/edn}
 * ({@code ?file=} names it in messages). Replaces one of the same name, as 0.9 did, unless {@code ?replace=false}; with
 * {@code ?dry-run=true} creates nothing.
 */
public final class CreateProjectionEndpoint implements Endpoint {

    private static final int MAX_BYTES = 4 << 20;

    private final QuestionEndpoint question;
    private final HttpSettings settings;
    private final Budget budget;

    public CreateProjectionEndpoint(QuestionEndpoint question, HttpSettings settings, Budget budget) {
        this.question = question;
        this.settings = settings;
        this.budget = budget;
    }

    @Override
    public void handle(Call call) {
        boolean edn = ContentTypes.isEdn(call);
        Optional<Failure> refused = edn ? Optional.empty() : ContentTypes.refuseUnlessJson(call, ContentTypes.EDN);
        if (refused.isPresent()) {
            call.answer(refused.get());
            return;
        }
        new Body(call, edn).start();
    }

    private final class Body extends SmallBody {
        private final boolean edn;

        Body(Call call, boolean edn) {
            super(call, settings, budget, MAX_BYTES);
            this.edn = edn;
        }

        @Override
        protected void whole(byte[] bytes, int size) {
            call.onWorker(() -> create(call, Arrays.copyOf(bytes, size), edn));
        }

        @Override
        protected Failure tooLarge() {
            return Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the body is longer than " + MAX_BYTES + " bytes",
                    "send something shorter");
        }
    }

    private void create(Call call, byte[] body, boolean edn) {
        Result<Asked> asked = asked(call.target(), body, edn);
        if (asked.isOk()) {
            question.answer(call, asked.value());
        } else {
            call.answer(asked.failure());
        }
    }

    private static Result<Asked> asked(Target target, byte[] body, boolean edn) {
        boolean replace = target.param("replace") == null || target.flag("replace");
        Asked empty = ProjectionQuestions.PROJECTION_CREATE
                .ask()
                .with(Params.REPLACE, replace)
                .with(Params.DRY_RUN, target.flag(Params.DRY_RUN.name()));
        String newest = target.param(Params.NEWEST.name());
        if (newest != null) {
            Result<Long> events = Params.NEWEST.readUrl(newest);
            if (events instanceof Result.Err<Long> err) {
                return Result.err(err.failure());
            }
            empty = empty.with(Params.NEWEST, events.value());
        }
        if (!edn) {
            return read(empty, body);
        }
        String file = target.param("file");
        Asked asked = empty;
        return ContentTypes.text(body, body.length)
                .map(text -> asked.with(Params.EDN, text).with(Params.FILE, file == null ? "the body" : file));
    }

    private static Result<Asked> read(Asked empty, byte[] body) {
        JsonNode request;
        try {
            request = JsonTree.asked(body);
        } catch (IOException e) {
            String where = e.getMessage() == null
                    ? ""
                    : e.getMessage().lines().findFirst().orElse("");
            return bad("the body is not JSON: " + where);
        }
        if (request == null || !request.isObject()) {
            return bad("the body is not a JSON object");
        }
        for (String field : new String[] {"projection-name", "stream-name", "language", "reduction"}) {
            JsonNode value = request.path(field);
            boolean optional = field.equals("stream-name");
            if (!value.isTextual() && !(optional && (value.isMissingNode() || value.isNull()))) {
                return bad(field + (value.isMissingNode() ? " is missing" : " is not a string"));
            }
        }
        JsonNode exact = request.path("exact");
        if (!exact.isBoolean() && !exact.isMissingNode() && !exact.isNull()) {
            return bad("exact is neither true nor false");
        }
        JsonNode initial = request.path("initial-value");
        return Result.ok(
                empty.with(Params.NEW_NAME, request.path("projection-name").textValue())
                        .with(Params.OF_STREAM, request.path("stream-name").textValue())
                        .with(Params.EXACT, exact.booleanValue())
                        .with(Params.LANGUAGE, request.path("language").textValue())
                        .with(Params.REDUCTION, request.path("reduction").textValue())
                        .with(
                                Params.INITIAL,
                                initial.isMissingNode() || initial.isNull()
                                        ? null
                                        : initial.isTextual() ? initial.textValue() : initial.toString()));
    }

    private static Result<Asked> bad(String what) {
        return Result.err(
                Failure.Kind.BAD_INPUT,
                what,
                "send projection-name, stream-name, language, reduction and initial-value as strings, exact as true or false");
    }
}

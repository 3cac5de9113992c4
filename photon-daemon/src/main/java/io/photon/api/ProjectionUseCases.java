// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.event.Bound;
import io.photon.event.StreamNames;
import io.photon.filter.StreamSelector;
import io.photon.projection.ProjectionService;
import io.photon.projection.spi.Definition;
import io.photon.question.Asked;
import io.photon.question.Param;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.question.Question;
import io.photon.question.StreamQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Questions about projections: who may read all that one can fold may see it, see {@link ProjectionApi}. */
final class ProjectionUseCases {

    /** The longest a caller may wait for a position. */
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    /** What a dry run folds. */
    private static final long NEWEST_EVENTS = 1_000;

    private static final long MOST_TRIED = 100_000;
    private static final long DEFAULT_WAIT_MS = 30_000;
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final String SCHEMAS = "__streams__";

    private final ProjectionApi api;
    private final ProjectionService projections;

    ProjectionUseCases(ProjectionApi api) {
        this.api = api;
        this.projections = api.projections();
    }

    void fill(UseCases table) {
        reading(
                table,
                ProjectionQuestions.PROJECTION_KEYS,
                (caller, asked) -> api.names(caller).map(ProjectionUseCases::keys));
        reading(table, ProjectionQuestions.PROJECTIONS, (caller, asked) -> Result.ok(list(caller, asked)));
        reading(
                table,
                ProjectionQuestions.PROJECTION_SHOW,
                (caller, asked) -> json(api.find(caller, name(asked)).map(ProjectionView::json)));
        reading(table, ProjectionQuestions.PROJECTION_FIELD, this::field);
        reading(table, ProjectionQuestions.PROJECTION_VALUE, this::value);
        reading(table, ProjectionQuestions.PROJECTION_DIFF, this::diff);
        reading(table, ProjectionQuestions.PROJECTION_BISECT, this::bisect);
        reading(
                table,
                ProjectionQuestions.PROJECTION_UPDATES,
                (caller, asked) -> api.updates(caller, name(asked)).map(Answer.Stream::new));
        reading(
                table,
                ProjectionQuestions.PROJECTION_WAIT,
                (caller, asked) -> api.reading(caller, name(asked), () -> await(caller, asked)));
        table.add(ProjectionQuestions.PROJECTION_CREATE, Access.PROJECTIONS, this::create)
                .add(
                        StreamQuestions.STREAM_SCHEMA,
                        Access.SCHEMA,
                        (caller, asked) -> json(schema(asked.get(Params.STREAM))));
        changing(table, ProjectionQuestions.PROJECTION_DELETE, "delete", this::delete);
        changing(table, ProjectionQuestions.PROJECTION_RESET, "reset", asked -> projections.reset(name(asked)));
        changing(table, ProjectionQuestions.PROJECTION_PAUSE, "pause", asked -> projections.pause(name(asked)));
        changing(
                table,
                ProjectionQuestions.PROJECTION_RESUME,
                "resume",
                asked -> asked.is(Params.SKIP) ? projections.skip(name(asked)) : projections.resume(name(asked)));
    }

    private static void reading(UseCases table, Question question, UseCase.Function function) {
        table.add(question, Access.VALUES, function);
    }

    private void changing(
            UseCases table,
            Question question,
            String verb,
            Function<Asked, CompletableFuture<Result<Boolean>>> change) {
        Access access = Access.managing(verb);
        table.add(
                question,
                access,
                (caller, asked) ->
                        api.changing(caller, name(asked), access).then(allowed -> correct(change.apply(asked))));
    }

    private static String name(Asked asked) {
        return asked.get(Params.PROJECTION);
    }

    private static Result<Answer> json(Result<byte[]> json) {
        return json.map(Answer.Json::new);
    }

    private static Result<Answer> correct(CompletableFuture<Result<Boolean>> change) {
        return Result.ok(Answer.Later.correct(change));
    }

    private static Answer keys(List<String> all) {
        List<String> names = all.stream().map(JsonFields::quote).toList();
        return new Answer.Page("projection-keys", true, most -> Result.ok(names));
    }

    /** Those that the caller may see, without their values. */
    private Answer list(Caller caller, Asked asked) {
        String after = asked.orNull(Params.AFTER_NAME);
        List<String> views = api.list(caller).stream()
                .filter(each -> after == null || each.name().compareTo(after) > 0)
                .map(each -> Utf8.text(new ProjectionView(each).json()))
                .toList();
        return new Answer.Page("projections", true, most -> Result.ok(views));
    }

    /** One field of the descriptor, else of the current value; NOT_FOUND when neither has it. */
    private Result<Answer> field(Caller caller, Asked asked) {
        String name = name(asked);
        String key = asked.get(Params.FIELD);
        return json(api.reading(
                caller,
                name,
                () -> projections.find(name).then(found -> {
                    byte[] field = JsonFields.field(found.json(), key);
                    return field != null ? Result.ok(field) : projections.field(name, key);
                })));
    }

    /** The value or a field of it; of now whole piece by piece, however large it is. */
    private Result<Answer> value(Caller caller, Asked asked) {
        String name = name(asked);
        String key = asked.orNull(Params.KEY);
        String at = asked.orNull(Params.AT);
        if (at == null && key == null) {
            return api.wholeValue(caller, name).map(Answer.Chunks::new);
        }
        return json(api.reading(caller, name, () -> {
            if (at == null) {
                return projections.field(name, Objects.requireNonNull(key));
            }
            Result<byte[]> value = upTo(Params.AT, at).then(position -> projections.valueAt(name, position));
            return key == null ? value : value.then(json -> fieldOf(json, name, key));
        }));
    }

    private static Result<byte[]> fieldOf(byte[] json, String name, String key) {
        byte[] field = JsonFields.field(json, key);
        return field != null
                ? Result.ok(field)
                : Result.err(
                        Failure.Kind.NOT_FOUND,
                        "the value of projection '" + name + "' had no '" + key + "' then",
                        "look at the whole value");
    }

    /** An array of JSON Patch operations. */
    private Result<Answer> diff(Caller caller, Asked asked) {
        String name = name(asked);
        return json(api.reading(
                caller,
                name,
                () -> upTo(Params.FROM, asked.get(Params.FROM))
                        .then(first -> upTo(Params.TO, asked.get(Params.TO))
                                .then(second -> projections.diff(name, first, second)))));
    }

    /** The last order-id meant by a text: of a time, that of the last event that is not later. */
    private Result<Long> upTo(Param<String> param, String text) {
        return Positions.read(param.name(), text)
                .then(bound -> bound.isTime() ? projections.lastUntil(bound.value()) : Result.ok(bound.value()));
    }

    /** NOT_FOUND when the condition never holds. */
    private Result<Answer> bisect(Caller caller, Asked asked) {
        String name = name(asked);
        return json(api.reading(caller, name, () -> projections.bisect(name, asked.get(Params.UNTIL)))
                .map(found -> new JsonWriter(256 + found.event().length + found.before().length + found.after().length)
                        .object()
                        .field("order-id", found.orderId())
                        .field("event")
                        .raw(found.event())
                        .field("before")
                        .raw(found.before())
                        .field("after")
                        .raw(found.after())
                        .field("folded-events", found.folded())
                        .endObject()
                        .bytes()));
    }

    /** By schema version; NOT_FOUND for an unknown stream. */
    private Result<byte[]> schema(String stream) {
        // A client that has just appended wants to see it; a projection that lags far is not waited for.
        projections.await(SCHEMAS, Bound.position(projections.head()), FRESH).join();
        Result<byte[]> entry = projections.field(SCHEMAS, stream);
        if (!entry.isOk() && entry.failure().kind() == Failure.Kind.NOT_FOUND) {
            return Result.err(
                    Failure.Kind.NOT_FOUND,
                    "no schema of stream '" + stream + "': there is no such stream, or it is not folded yet",
                    "list streams with: photon streams list");
        }
        return entry.map(json -> JsonFields.field(json, "schemas"));
    }

    /** TIMED_OUT when the value does not cover the position in time, CONFLICT when the projection has failed before. */
    private Result<Answer> await(Caller caller, Asked asked) {
        Duration timeout = Duration.ofMillis(asked.or(Params.TIMEOUT, DEFAULT_WAIT_MS));
        Duration bounded = timeout.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : timeout;
        return Positions.read("at-least", asked.get(Params.AT_LEAST))
                .map(position -> new Answer.Later(api.whileMayRead(
                        caller,
                        projections
                                .await(name(asked), position, bounded)
                                .thenApply(reached -> reached.map(at -> Utf8.bytes("{\"position\":" + at + "}"))))));
    }

    private CompletableFuture<Result<Boolean>> delete(Asked asked) {
        boolean detailed = asked.is(Params.DETAILED);
        return projections.delete(name(asked)).thenApply(deleted -> Outcomes.unlessMissing(deleted, detailed, true));
    }

    /** From its parts or from the text of an EDN file, by those who may read all that it, and what it replaces, can fold. */
    private Result<Answer> create(Caller caller, Asked asked) {
        boolean replace = asked.or(Params.REPLACE, true);
        return definition(asked)
                .then(definition -> Access.PROJECTIONS
                        .check(caller, definition.stream())
                        .then(allowed -> Access.VALUES.check(caller, definition.stream()))
                        .then(allowed -> api.changing(caller, definition.name(), Access.PROJECTIONS))
                        .then(allowed -> asked.is(Params.DRY_RUN)
                                ? tryOut(definition, asked.or(Params.NEWEST, NEWEST_EVENTS))
                                : correct(projections.create(definition, replace))));
    }

    /** What comes of a projection that is not created, over the newest events of its stream. */
    private Result<Answer> tryOut(Definition definition, long events) {
        if (events < 1 || events > MOST_TRIED) {
            return Result.err(
                    Failure.Kind.BAD_INPUT, "events is " + events, "give a number of events up to " + MOST_TRIED);
        }
        return json(projections.tryOut(definition, events).map(tried -> {
            JsonWriter json = new JsonWriter(128 + tried.value().length)
                    .object()
                    .field("events", tried.folded())
                    .field("first-order-id", tried.first())
                    .field("last-order-id", tried.last())
                    .field("micros", tried.micros());
            if (tried.error() != null) {
                json.field("failed-at", tried.failedAt()).field("error", tried.error());
            }
            return json.field("value").raw(tried.value()).endObject().bytes();
        }));
    }

    private Result<Definition> definition(Asked asked) {
        String edn = asked.orNull(Params.EDN);
        if (edn != null) {
            return projections.read(edn, asked.or(Params.FILE, "the text"));
        }
        String stream = asked.or(Params.OF_STREAM, "");
        return Result.ok(new Definition(
                asked.or(Params.NEW_NAME, ""),
                StreamSelector.of(stream.isEmpty() ? StreamNames.ALL : stream, asked.is(Params.EXACT)),
                asked.or(Params.LANGUAGE, ""),
                asked.or(Params.REDUCTION, ""),
                asked.orNull(Params.INITIAL)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.api.SqlApi;
import io.photon.api.SqlApi.SqlDownload;
import io.photon.api.SqlQuery;
import io.photon.api.SqlQuery.Form;
import io.photon.budget.Budget;
import io.photon.codec.JsonTree;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.answer.PulledAnswer;
import io.photon.door.http.wire.call.Call;
import io.photon.door.http.wire.call.ContentTypes;
import io.photon.door.http.wire.call.SmallBody;
import io.photon.door.http.wire.connection.RequestBody;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * POST {@code /api/sql}: a query as JSON ({@code sql}, {@code args}, {@code fresh}, {@code timeout}, {@code max-rows}), or the
 * statement alone as {@code application/sql}. A query may take a minute, so it has threads of its own; when the client leaves, it
 * is broken off.
 */
public final class SqlEndpoint implements Endpoint {

    /** Up to which order-id an answer is. */
    public static final HttpString UP_TO = new HttpString("Photon-Up-To");

    private static final int MAX_BYTES = 1 << 20;
    private static final int MOST_ZEROS = 1000;
    private static final int MAX_THREADS = 32;
    private static final long LOOK_MS = 500;
    private static final String SHAPE =
            "send {\"sql\":\"SELECT …\",\"args\":[…],\"fresh\":true,\"timeout\":MS,\"max-rows\":N}; all but sql may be left out";

    private final SqlApi sql;
    private final HttpSettings settings;
    private final Budget budget;
    private final OpenRequests openRequests;
    private final ExecutorService threads = threads();

    public SqlEndpoint(SqlApi sql, HttpSettings settings, Budget budget, OpenRequests openRequests) {
        this.sql = sql;
        this.settings = settings;
        this.budget = budget;
        this.openRequests = openRequests;
    }

    private static ExecutorService threads() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(0, MAX_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "photon-http-sql-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void handle(Call call) {
        boolean statement = ContentTypes.isSql(call);
        Optional<Failure> refused =
                statement ? Optional.empty() : ContentTypes.refuseUnlessJson(call, "application/sql");
        if (refused.isPresent()) {
            call.answer(refused.get());
            return;
        }
        new Body(call, statement).start();
    }

    private final class Body extends SmallBody {
        private final boolean statement;

        Body(Call call, boolean statement) {
            super(call, settings, budget, MAX_BYTES);
            this.statement = statement;
        }

        @Override
        protected void whole(byte[] bytes, int size) {
            Form form = form(call);
            Result<SqlQuery> query = ContentTypes.text(bytes, size)
                    .then(text -> statement
                            ? Result.ok(new SqlQuery(text, List.of(), form, false, null, null))
                            : read(text, form));
            if (!query.isOk()) {
                call.answer(query.failure());
                return;
            }
            try {
                threads.execute(() -> call.guarded(() -> answer(call, query.value())));
            } catch (RejectedExecutionException e) {
                call.answer(Failure.of(
                        Failure.Kind.OVERLOADED, "too many queries are asked at once", "ask again in a moment"));
            }
        }

        @Override
        protected Failure tooLarge() {
            return Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the query is longer than " + MAX_BYTES + " bytes",
                    "send something shorter");
        }
    }

    private static Form form(Call call) {
        return switch (ContentTypes.best(call, List.of(Call.JSON, Call.NDJSON, ContentTypes.CSV))) {
            case Call.NDJSON -> Form.NDJSON;
            case ContentTypes.CSV -> Form.CSV;
            default -> Form.JSON;
        };
    }

    private static String type(Form form) {
        return switch (form) {
            case JSON -> Call.JSON;
            case NDJSON -> Call.NDJSON;
            case CSV -> ContentTypes.CSV;
        };
    }

    private void answer(Call call, SqlQuery query) {
        Result<SqlDownload> begun = sql.ask(call.caller(), query);
        if (!begun.isOk()) {
            call.answer(begun.failure());
            return;
        }
        SqlDownload answer = begun.value();
        AnswerWatch watch = new AnswerWatch(call, answer);
        PulledAnswer.begin(call, watch, type(query.form()), openRequests, threads, () -> {
            call.exchange().getResponseHeaders().put(UP_TO, answer.upTo());
            watch.look();
        });
    }

    /** Breaks a query off when the client has left. On the I/O thread, except for what is pulled. */
    private record AnswerWatch(Call call, SqlDownload answer, java.util.concurrent.atomic.AtomicBoolean over)
            implements io.photon.api.Download {

        AnswerWatch(Call call, SqlDownload answer) {
            this(call, answer, new java.util.concurrent.atomic.AtomicBoolean());
        }

        void look() {
            if (over.get()) {
                return;
            }
            if (!call.isAnswerable() || RequestBody.of(call.exchange()).isClientGone()) {
                answer.close();
            } else {
                call.after(LOOK_MS, this::look);
            }
        }

        @Override
        public Result<Optional<byte[]>> next() {
            return answer.next();
        }

        @Override
        public void close() {
            over.set(true);
            answer.close();
        }
    }

    static Result<SqlQuery> read(String text, Form form) {
        JsonNode body;
        try {
            body = JsonTree.asked(text);
        } catch (IOException e) {
            return bad("the body is not one value of JSON that has each field once");
        }
        if (body == null || !body.isObject() || !body.path("sql").isTextual()) {
            return bad("the body is not a JSON object with a text sql");
        }
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!List.of("sql", "args", "fresh", "timeout", "max-rows").contains(name)) {
                return bad("there is no field '" + name + "'");
            }
        }
        if (body.hasNonNull("args") && !body.get("args").isArray()) {
            return bad("args is not an array");
        }
        List<String> args = new ArrayList<>();
        for (JsonNode arg : body.path("args")) {
            if (arg.isContainerNode() || arg.isNull()) {
                return bad("args holds something other than a text, a number, true or false");
            }
            args.add(text(arg));
        }
        JsonNode timeout = body.path("timeout");
        JsonNode maxRows = body.path("max-rows");
        boolean fits = isMissing(timeout) || isWhole(timeout, Long.MAX_VALUE);
        if (!fits || !(isMissing(maxRows) || isWhole(maxRows, Integer.MAX_VALUE))) {
            return bad((fits ? "max-rows" : "timeout") + " is not a whole number above 0");
        }
        if (!isMissing(body.path("fresh")) && !body.path("fresh").isBoolean()) {
            return bad("fresh is neither true nor false");
        }
        return Result.ok(new SqlQuery(
                body.path("sql").textValue(),
                args,
                form,
                body.path("fresh").booleanValue(),
                isMissing(timeout) ? null : Duration.ofMillis(timeout.longValue()),
                isMissing(maxRows) ? null : maxRows.intValue()));
    }

    /** A number has each of its digits, and no exponent where that is short enough. */
    private static String text(JsonNode arg) {
        if (!arg.isBigDecimal()) {
            return arg.asText();
        }
        BigDecimal number = arg.decimalValue();
        return Math.abs((long) number.scale()) <= MOST_ZEROS ? number.toPlainString() : number.toString();
    }

    private static boolean isMissing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static boolean isWhole(JsonNode node, long most) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() > 0 && node.longValue() <= most;
    }

    private static Result<SqlQuery> bad(String what) {
        return Result.err(Failure.Kind.BAD_INPUT, what, SHAPE);
    }
}

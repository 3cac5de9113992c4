// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.client.ByteSink;
import io.photon.client.ClientSettings;
import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.client.RestoreOptions;
import io.photon.codec.JsonWriter;
import io.photon.question.Asked;
import io.photon.question.BackupQuestions;
import io.photon.question.Form;
import io.photon.question.Param;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.question.Question;
import io.photon.question.StreamQuestions;
import io.photon.result.Result;
import java.io.InputStream;
import java.util.Objects;

/** The client over HTTP. Nothing is connected before the first request. */
public final class HttpPhotonClient implements PhotonClient {

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private static final String SKIP_DAMAGED = "skip-damaged";

    private final RequestSender sender;

    public HttpPhotonClient(ClientSettings settings) {
        this.sender = new RequestSender(settings);
    }

    @Override
    public Result<byte[]> ask(Asked asked) {
        return sender.fetch(request(asked));
    }

    @Override
    public Result<Long> ask(Asked asked, ByteSink answer) {
        Question question = asked.question();
        if (question.form() != Form.LINES) {
            return sender.send(request(asked), answer);
        }
        return question.isLive()
                ? sender.send(request(asked).with("Accept", "text/event-stream"), new EventStream(answer))
                : sender.send(request(asked).with("Accept", NDJSON), answer);
    }

    private static Request request(Asked asked) {
        Question question = asked.question();
        String target = Query.of(asked);
        return switch (Objects.requireNonNull(question.method())) {
            case "GET" -> Request.get(target, question.isLive());
            case "DELETE" -> Request.delete(target);
            default ->
                question.form() == Form.UPLOAD
                        ? Request.post(target, body(asked), question.isRepeatable())
                                .with("Content-Type", JSON)
                        : Request.post(target, new byte[0], question.isRepeatable());
        };
    }

    /** What is neither in the path nor in the query, as an object. */
    private static byte[] body(Asked asked) {
        JsonWriter json = new JsonWriter(256).object();
        for (Param<?> param : asked.question().params()) {
            String text = asked.text(param);
            if (text != null && asked.question().isInBody(param)) {
                json.field(param.name(), text);
            }
        }
        return json.endObject().bytes();
    }

    @Override
    public Result<byte[]> createProjection(byte[] request, boolean replace) {
        Asked asked = ProjectionQuestions.PROJECTION_CREATE.ask().with(Params.REPLACE, replace);
        return create(asked, request, JSON);
    }

    @Override
    public Result<byte[]> createProjectionFromEdn(byte[] edn, String file, boolean replace) {
        Asked asked = ProjectionQuestions.PROJECTION_CREATE
                .ask()
                .with(Params.REPLACE, replace)
                .with(Params.FILE, file);
        return create(asked, edn, "application/edn");
    }

    /** One that is replaced may be created twice. */
    private Result<byte[]> create(Asked asked, byte[] body, String type) {
        return sender.fetch(
                Request.post(Query.of(asked), body, asked.is(Params.REPLACE)).with("Content-Type", type));
    }

    @Override
    public Result<byte[]> emit(byte[] event, EmitOptions options) {
        return sender.fetch(emitHeaders(Request.post("/api/event", event, options.idempotent()), options)
                .with("Content-Type", JSON));
    }

    @Override
    public Result<Long> emitLines(InputStream lines, EmitOptions options, ByteSink answers) {
        String target = options.atomic() ? "/api/events?atomic=true" : "/api/events";
        Request request = emitHeaders(Request.post(target, lines), options)
                .with("Content-Type", NDJSON)
                .with("Accept", NDJSON);
        return sender.send(request, answers);
    }

    private static Request emitHeaders(Request request, EmitOptions options) {
        return options.expect() == null ? request : request.with("Expect-Last-Order-Id", options.expect());
    }

    @Override
    public Result<Long> replay(ReplayQuery query, ByteSink lines) {
        Query target = new Query("/api/replay/" + Query.segment(query.stream())).add("type", query.type());
        if (query.from() > 0) {
            target.add("from", query.from());
        }
        if (query.to() != Long.MAX_VALUE) {
            target.add("to", query.to());
        }
        if (query.limit() != Long.MAX_VALUE) {
            target.add("limit", query.limit());
        }
        target.add("exact", query.exact() ? "true" : null);
        target.add("event-type", query.eventType()).add("where", query.where());
        if (query.backwards()) {
            target.add("direction", "backwards");
        }
        if (query.skipDamaged()) {
            target.add(SKIP_DAMAGED, "true");
        }
        if (!query.ends()) {
            target.add("heartbeat", "position");
        }
        return sender.send(Request.get(target.toString(), !query.ends()).with("Accept", NDJSON), lines);
    }

    @Override
    public Result<Long> backup(long from, boolean skipDamaged, ByteSink lines) {
        return ask(
                BackupQuestions.BACKUP
                        .ask()
                        .with(Params.SINCE, from > 0 ? Long.toString(from) : null)
                        .with(Params.SKIP_DAMAGED, skipDamaged ? true : null),
                lines);
    }

    @Override
    public Result<byte[]> restore(InputStream backup, RestoreOptions options) {
        Query target = new Query("/api/restore");
        if (options.dryRun()) {
            target.add("dry-run", "true");
        }
        if (options.until() != Long.MAX_VALUE) {
            target.add("until", options.until());
        }
        if (options.asNew()) {
            target.add("as-new", "true");
        }
        if (options.allowIncomplete()) {
            target.add("allow-incomplete", "true");
        }
        return sender.fetch(Request.post(target.toString(), backup).with("Content-Type", NDJSON));
    }

    @Override
    public Result<byte[]> newStream(String stream, InputStream events, boolean isPev, boolean partial) {
        FormBody form = new FormBody("stream-name", stream, isPev ? "upload-pev" : "upload-file", events);
        String target = Query.of(StreamQuestions.NEW_STREAM.ask().with(Params.PARTIAL, partial ? true : null));
        return sender.fetch(Request.post(target, form.stream()).with("Content-Type", form.type()));
    }

    @Override
    public Result<Long> sql(byte[] request, boolean lines, ByteSink answer) {
        return sender.send(
                Request.post("/api/sql", request, true)
                        .with("Content-Type", JSON)
                        .with("Accept", lines ? NDJSON : JSON),
                answer);
    }

    @Override
    public void cancel() {
        sender.cancel();
    }

    @Override
    public void close() {
        sender.close();
    }
}

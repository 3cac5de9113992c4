package io.photon.client.http;

import io.photon.client.ByteSink;
import io.photon.client.ClientSettings;
import io.photon.client.EmitOptions;
import io.photon.client.PhotonClient;
import io.photon.client.ReplayQuery;
import io.photon.client.RestoreOptions;
import io.photon.result.Result;
import java.io.InputStream;

/** The client over HTTP. Nothing is connected before the first request. */
public final class HttpPhotonClient extends HttpProjections implements PhotonClient {

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private static final String SKIP_DAMAGED = "skip-damaged";

    private final Transport transport;

    public HttpPhotonClient(ClientSettings settings) {
        this(new Transport(settings));
    }

    private HttpPhotonClient(Transport transport) {
        super(transport);
        this.transport = transport;
    }

    @Override
    public Result<byte[]> emit(byte[] event, EmitOptions options) {
        return transport.fetch(emitHeaders(Request.post("/api/event", event, options.idempotent()), options)
                .with("Content-Type", JSON));
    }

    @Override
    public Result<Long> emitLines(InputStream lines, EmitOptions options, ByteSink answers) {
        String target = options.atomic() ? "/api/events?atomic=true" : "/api/events";
        Request request = emitHeaders(Request.post(target, lines), options)
                .with("Content-Type", NDJSON)
                .with("Accept", NDJSON);
        return transport.send(request, answers);
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
        return transport.send(Request.get(target.toString(), !query.ends()).with("Accept", NDJSON), lines);
    }

    @Override
    public Result<byte[]> streams(String after, String prefix, int limit) {
        return transport.fetch(Request.get(new Query("/api/streams")
                .add("after", after)
                .add("prefix", prefix)
                .add("limit", limit)
                .toString()));
    }

    @Override
    public Result<byte[]> stream(String name) {
        return transport.fetch(Request.get("/api/stream/" + Query.segment(name)));
    }

    @Override
    public Result<byte[]> event(String stream, long orderId) {
        return transport.fetch(Request.get("/api/event/" + Query.segment(stream) + "/" + orderId));
    }

    @Override
    public Result<byte[]> deleteStream(String name) {
        return transport.fetch(Request.delete("/api/stream/" + Query.segment(name) + "?detailed=true"));
    }

    @Override
    public Result<Long> backup(long from, boolean skipDamaged, ByteSink lines) {
        Query target = new Query("/api/backup");
        if (skipDamaged) {
            target.add(SKIP_DAMAGED, "true");
        }
        if (from > 0) {
            target.add("from", from);
        }
        return transport.send(Request.get(target.toString()).with("Accept", NDJSON), lines);
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
        return transport.fetch(Request.post(target.toString(), backup).with("Content-Type", NDJSON));
    }

    @Override
    public Result<Long> verify(ByteSink lines) {
        return transport.send(Request.get("/api/verify").with("Accept", NDJSON), lines);
    }

    @Override
    public Result<byte[]> stats() {
        return transport.fetch(Request.get("/api/stats"));
    }

    @Override
    public Result<byte[]> log(long after, int limit) {
        return transport.fetch(Request.get(
                new Query("/api/log").add("after", after).add("limit", limit).toString()));
    }

    @Override
    public Result<byte[]> subscribers(Long after, int limit) {
        return transport.fetch(Request.get(new Query("/api/subscribers")
                .add("after", after)
                .add("limit", limit)
                .toString()));
    }

    @Override
    public Result<byte[]> busiest(int limit) {
        return transport.fetch(Request.get(
                new Query("/api/busiest-streams").add("limit", limit).toString()));
    }

    @Override
    public Result<byte[]> ping() {
        return transport.fetch(Request.get("/api/ping"));
    }

    @Override
    public void cancel() {
        transport.cancel();
    }

    @Override
    public void close() {
        transport.close();
    }
}

package io.photon.client.http;

import io.photon.client.ByteSink;
import io.photon.client.ProjectionRequests;
import io.photon.result.Result;

/** The requests about projections over HTTP. */
abstract class HttpProjections implements ProjectionRequests {

    private static final String PROJECTION = "/api/projection/";

    private final Transport transport;

    HttpProjections(Transport transport) {
        this.transport = transport;
    }

    private static String path(String name) {
        return PROJECTION + Query.segment(name);
    }

    @Override
    public Result<byte[]> projections() {
        return transport.fetch(Request.get("/api/projections"));
    }

    @Override
    public Result<Long> projection(String name, ByteSink json) {
        return transport.send(Request.get(path(name)), json);
    }

    @Override
    public Result<Long> projectionValue(String name, String key, Long at, ByteSink json) {
        Query target = new Query(path(name) + "/value").add("key", key).add("at", at);
        return transport.send(Request.get(target.toString()), json);
    }

    @Override
    public Result<byte[]> projectionDiff(String name, long from, long to) {
        Query target = new Query(path(name) + "/diff").add("from", from).add("to", to);
        return transport.fetch(Request.get(target.toString()));
    }

    @Override
    public Result<byte[]> bisect(String name, String condition) {
        Query target = new Query(path(name) + "/bisect").add("until", condition);
        return transport.fetch(Request.get(target.toString()));
    }

    @Override
    public Result<Long> projectionUpdates(String name, ByteSink lines) {
        return transport.send(
                Request.get(path(name) + "/updates", true).with("Accept", "text/event-stream"), new EventStream(lines));
    }

    @Override
    public Result<byte[]> createProjection(byte[] request, boolean replace) {
        return transport.fetch(Request.post("/api/projection?replace=" + replace, request, replace)
                .with("Content-Type", "application/json"));
    }

    @Override
    public Result<byte[]> createProjectionFromEdn(byte[] edn, String file, boolean replace) {
        Query target = new Query("/api/projection").add("replace", replace).add("file", file);
        return transport.fetch(Request.post(target.toString(), edn, replace).with("Content-Type", "application/edn"));
    }

    @Override
    public Result<byte[]> deleteProjection(String name) {
        return transport.fetch(Request.delete(path(name) + "?detailed=true"));
    }

    @Override
    public Result<byte[]> changeProjection(String name, String change) {
        return transport.fetch(Request.post(path(name) + "/" + change, new byte[0], true));
    }

    @Override
    public Result<byte[]> skipEvent(String name) {
        return transport.fetch(Request.post(path(name) + "/resume?skip=true", new byte[0], true));
    }

    @Override
    public Result<byte[]> awaitProjection(String name, long atLeast, long timeoutMs) {
        Query target = new Query(path(name) + "/wait").add("at-least", atLeast).add("timeout", timeoutMs);
        return transport.fetch(Request.get(target.toString()));
    }

    @Override
    public Result<byte[]> schema(String stream) {
        return transport.fetch(Request.get("/api/schema/" + Query.segment(stream)));
    }

    @Override
    public Result<byte[]> trace(long orderId, int maxEffects) {
        return transport.fetch(Request.get("/api/trace/" + orderId + "?limit=" + maxEffects));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.client.ByteSink;
import io.photon.client.Json;
import io.photon.client.NewProjection;
import io.photon.client.PhotonClient;
import io.photon.client.PhotonException;
import io.photon.client.ProjectionState;
import io.photon.client.Projections;
import io.photon.codec.JsonFields;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Projections, asked about over the clients of a pool. */
final class PooledProjections implements Projections {

    private final ClientPool pool;
    private final ObjectMapper mapper;

    PooledProjections(ClientPool pool, ObjectMapper mapper) {
        this.pool = pool;
        this.mapper = mapper;
    }

    private <T> T ask(Function<PhotonClient, Result<T>> request) {
        return PhotonException.unwrap(pool.request(request));
    }

    private JsonNode tree(Function<PhotonClient, Result<byte[]>> request) {
        return Json.tree(ask(request), mapper);
    }

    /** An answer that comes in pieces. */
    private byte[] whole(BiFunction<PhotonClient, ByteSink, Result<Long>> request) {
        return ask(client -> {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            return request.apply(client, json::write).map(length -> json.toByteArray());
        });
    }

    @Override
    public void create(NewProjection projection) {
        create(projection, false);
    }

    @Override
    public void replace(NewProjection projection) {
        create(projection, true);
    }

    private void create(NewProjection projection, boolean replace) {
        String json = "{\"projection-name\":" + JsonFields.quote(projection.name())
                + ",\"stream-name\":" + JsonFields.quote(projection.stream())
                + ",\"language\":" + JsonFields.quote(projection.language())
                + ",\"reduction\":" + JsonFields.quote(projection.reduction())
                + ",\"initial-value\":" + JsonFields.quote(projection.initialValue()) + "}";
        ask(client -> client.createProjection(json.getBytes(StandardCharsets.UTF_8), replace));
    }

    @Override
    public List<ProjectionState> list() {
        return Streams.list(ask(PhotonClient::projections), "projections", json -> new ProjectionState(json, mapper));
    }

    @Override
    public ProjectionState get(String name) {
        return new ProjectionState(whole((client, json) -> client.projection(name, json)), mapper);
    }

    private byte[] valueJson(String name, @Nullable Long at) {
        return whole((client, json) -> client.projectionValue(name, null, at, json));
    }

    @Override
    public JsonNode value(String name) {
        return Json.tree(valueJson(name, null), mapper);
    }

    @Override
    public <T> T valueAs(String name, Class<T> type) {
        byte[] json = valueJson(name, null);
        return Json.as(json, 0, json.length, type, "the value of projection '" + name + "'", mapper);
    }

    @Override
    public JsonNode valueAt(String name, long orderId) {
        return Json.tree(valueJson(name, orderId), mapper);
    }

    @Override
    public JsonNode valueAt(String name, Instant time) {
        return valueAt(name, time.toEpochMilli());
    }

    @Override
    public JsonNode diff(String name, long from, long to) {
        return tree(client -> client.projectionDiff(name, from, to));
    }

    @Override
    public JsonNode bisect(String name, String condition) {
        return tree(client -> client.ask(ProjectionQuestions.PROJECTION_BISECT
                .ask()
                .with(Params.PROJECTION, name)
                .with(Params.UNTIL, condition)));
    }

    @Override
    public void await(String name, long orderId, Duration limit) {
        PhotonException.unwrap(pool.alone(client -> client.awaitProjection(name, orderId, limit.toMillis())));
    }

    @Override
    public void reset(String name) {
        ask(client -> client.changeProjection(name, "reset"));
    }

    @Override
    public void pause(String name) {
        ask(client -> client.changeProjection(name, "pause"));
    }

    @Override
    public void resume(String name) {
        ask(client -> client.changeProjection(name, "resume"));
    }

    @Override
    public void skipEvent(String name) {
        ask(client -> client.skipEvent(name));
    }

    @Override
    public void delete(String name) {
        ask(client -> client.deleteProjection(name));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonTree;
import io.photon.codec.JsonWriter;
import io.photon.question.AdminQuestions;
import io.photon.question.Asked;
import io.photon.question.Params;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Permission;
import io.photon.settings.Settings;
import io.photon.text.Utf8;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Questions of those who watch a daemon. */
final class AdminUseCases {

    /** Of a pause's name. */
    private static final int MOST_NAME = 100;

    private final PhotonApi api;
    /** Null when this Photon has none. */
    private final ProjectionApi projections;

    AdminUseCases(PhotonApi api, ProjectionApi projections) {
        this.api = api;
        this.projections = projections;
    }

    void fill(UseCases table) {
        Observation watched = api.observation();
        table.add(
                        AdminQuestions.PING,
                        Access.KNOWN,
                        (caller, asked) -> json(Result.ok(Utf8.bytes("{\"auth\":\"ok\"}"))))
                .add(AdminQuestions.STATS, Access.COUNTERS, this::stats)
                .add(
                        AdminQuestions.LOG,
                        Access.LOG,
                        (caller, asked) -> json(watched.log(asked.or(Params.AFTER_ENTRY, 0L), rows(asked))))
                .add(
                        AdminQuestions.SUBSCRIBERS,
                        Access.SUBSCRIBERS,
                        (caller, asked) -> json(
                                watched.subscribers(asked.or(Params.AFTER_ID, Observation.WORST_FIRST), rows(asked))))
                .add(AdminQuestions.SETTINGS, Access.SETTINGS, (caller, asked) -> json(Result.ok(settings())))
                .add(AdminQuestions.APPENDS_PAUSE, Access.PAUSE, this::pause)
                .add(AdminQuestions.APPENDS_RESUME, Access.PAUSE, this::resume)
                .add(
                        AdminQuestions.BUSIEST_STREAMS,
                        Access.READ,
                        (caller, asked) -> json(watched.busiest(
                                rows(asked), name -> Access.READ.isFor(caller, name), projections.sizes())));
    }

    private Result<Answer> pause(Caller caller, Asked asked) {
        String why = asked.or(Params.WHY, "");
        if (asked.or(Params.PAUSE_NAME, "").length() > MOST_NAME) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the name of the pause is longer than " + MOST_NAME + " characters",
                    "give a short one");
        }
        return Result.ok(new Answer.Later(api.log()
                .pauseAppends(
                        asked.or(Params.PAUSE_NAME, ""),
                        (why.isEmpty() ? "" : Excerpt.of(why) + ", ") + "as " + caller.name() + " asked",
                        Duration.ofSeconds(asked.or(Params.SECONDS, 0L)))
                .thenApply(paused -> paused.map(head -> appends(true, head)))));
    }

    private Result<Answer> resume(Caller caller, Asked asked) {
        String name = asked.or(Params.PAUSE_NAME, "");
        boolean isStillPaused = !name.isEmpty() && api.log().resumeAppends(name);
        if (name.isEmpty()) {
            api.log().resumeAppends();
        }
        return json(Result.ok(appends(isStillPaused, api.log().head())));
    }

    private static byte[] appends(boolean paused, long head) {
        return new JsonWriter(64)
                .object()
                .field("paused", paused)
                .field("head", head)
                .endObject()
                .bytes();
    }

    private byte[] settings() {
        JsonWriter json = new JsonWriter(8_192).object().field("settings").array();
        for (Settings.Shown shown : api.settings().shown()) {
            json.object()
                    .field("name", shown.setting().key())
                    .field("value", shown.value())
                    .field("origin", shown.origin().place())
                    .field("description", shown.setting().description())
                    .endObject();
        }
        return json.endArray().endObject().bytes();
    }

    private static long rows(Asked asked) {
        return asked.or(Params.MOST_ROWS, (long) Observation.ROWS);
    }

    private static Result<Answer> json(Result<byte[]> json) {
        return json.map(Answer.Json::new);
    }

    private Result<Answer> stats(Caller caller, Asked asked) {
        return api.stats(caller).then(facts -> {
            Map<String, Object> all = new LinkedHashMap<>(facts);
            Object http = all.remove(PhotonApi.HTTP);
            if (caller.may(Permission.VALUES)) {
                all.put("projections", projections.stats());
            }
            if (http != null) {
                all.put(PhotonApi.HTTP, http);
            }
            all.put("memory", api.budget().stats());
            return Result.ok(new Answer.Json(JsonTree.bytes(all)));
        });
    }
}

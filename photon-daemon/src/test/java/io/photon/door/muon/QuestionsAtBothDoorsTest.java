// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.api.ProjectionApi;
import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.EmitOptions;
import io.photon.client.Identity;
import io.photon.client.PhotonClient;
import io.photon.client.http.HttpPhotonClient;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.codec.JsonFields;
import io.photon.door.http.HttpDoor;
import io.photon.door.http.wire.HttpSettings;
import io.photon.question.AdminQuestions;
import io.photon.question.Asked;
import io.photon.question.BackupQuestions;
import io.photon.question.ClusterQuestions;
import io.photon.question.EventQuestions;
import io.photon.question.HookQuestions;
import io.photon.question.Param;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.question.Question;
import io.photon.question.Questions;
import io.photon.question.SqlQuestions;
import io.photon.question.StreamQuestions;
import io.photon.question.UserQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every row of the table, asked over HTTP and over Muon. */
@Timeout(60)
class QuestionsAtBothDoorsTest {

    /**
     * Streams of events, and hooks, whose secrets are new each time: they have tests of their own; and what is open has no
     * answer for those who are known.
     */
    private static final Set<Question> NOT_ASKED = Set.of(
            EventQuestions.EMIT,
            EventQuestions.EMIT_TO,
            EventQuestions.EMIT_MANY,
            EventQuestions.REPLAY,
            BackupQuestions.RESTORE,
            StreamQuestions.NEW_STREAM,
            SqlQuestions.SQL,
            HookQuestions.HOOK_DELIVER,
            HookQuestions.HOOK_CREATE,
            HookQuestions.HOOK_ROTATE,
            HookQuestions.HOOK_TEST,
            AdminQuestions.HEALTH,
            AdminQuestions.METRICS,
            AdminQuestions.READY);

    /** Muon has no question for them: the client says so. */
    private static final Set<Question> HTTP_ONLY = Set.of(
            StreamQuestions.STREAM_CONTENTS,
            ProjectionQuestions.PROJECTION_FIELD,
            BackupQuestions.BACKUP,
            StreamQuestions.EXPORT,
            HookQuestions.HOOKS,
            HookQuestions.HOOK_SHOW,
            HookQuestions.HOOK_DELETE,
            HookQuestions.HOOK_ENABLE,
            HookQuestions.HOOK_DISABLE,
            HookQuestions.HOOK_LIMIT,
            AdminQuestions.APPENDS_PAUSE,
            AdminQuestions.APPENDS_RESUME,
            SqlQuestions.SQL_TABLES);

    private ProjectingPhoton photon;
    private HttpDoor door;
    private HttpPhotonClient http;
    private MuonPhotonClient muon;
    private final Map<Param<?>, String> values = new LinkedHashMap<>();

    @BeforeEach
    void open() throws Exception {
        photon = new ProjectingPhoton();
        door = ok(HttpDoor.open(
                photon.api,
                new ProjectionApi(photon.engine, photon.api),
                HttpSettings.plain("localhost", 0),
                photon.log.budget()));
        http = new HttpPhotonClient(
                ClientSettings.of(ok(DaemonAddress.parse(door.url())), new Identity.Token(ProjectingPhoton.TOKEN)));
        muon = photon.client(ProjectingPhoton.TOKEN);
        long first = emit("{\"stream-name\":\"s/ü?\",\"event-type\":\"T\",\"payload\":{\"n\":3}}");
        long last = emit("{\"stream-name\":\"s/ü?\",\"event-type\":\"T\",\"payload\":{\"n\":4},\"caused-by\":\"" + first
                + "\"}");
        emit("{\"stream-name\":\"t\",\"event-type\":\"T\",\"payload\":{\"n\":5}}");
        create("total");
        ok(http.awaitProjection("total", last, 30_000));
        addUser();
        values.put(Params.STREAM, "s/ü?");
        values.put(Params.AFTER_EVENT, "0");
        values.put(Params.FROM_EVENT, "0");
        values.put(Params.TO_EVENT, "0");
        values.put(Params.NODE_ID, "n");
        values.put(Params.NEW_EPOCH, "1");
        values.put(Params.EPOCH_AFTER, "0");
        values.put(Params.PROJECTION, "total");
        values.put(Params.ORDER_ID, Long.toString(first));
        values.put(Params.TRACED, Long.toString(first));
        values.put(Params.FROM, Long.toString(first));
        values.put(Params.TO, Long.toString(last));
        values.put(Params.AT_LEAST, Long.toString(last));
        values.put(Params.UNTIL, ". > 1");
        values.put(Params.FIELD, "count");
    }

    /** One with a grant. */
    private void addUser() {
        ok(http.ask(UserQuestions.USER_CREATE.ask().with(Params.USER, "ann")));
        byte[] granted = ok(http.ask(UserQuestions.GRANT_ADD
                .ask()
                .with(Params.USER, "ann")
                .with(Params.GRANTED_ROLES, "reader,emit")
                .with(Params.GRANTED_STREAMS, "s*")));
        values.put(Params.USER, "ann");
        values.put(Params.OF_USER, "ann");
        values.put(Params.GRANT_ID, JsonFields.text(granted, "grant-id"));
        values.put(Params.GRANTED_ROLES, "admin");
        values.put(Params.NEW_PASSWORD, "a few words");
        values.put(Params.HOOK, "none");
        values.put(Params.HOOK_LIMIT, "1000");
    }

    @AfterEach
    void close() {
        http.close();
        muon.close();
        door.close();
        photon.close();
    }

    private long emit(String event) {
        return JsonFields.number(ok(http.emit(Utf8.bytes(event), EmitOptions.PLAIN)), "order-id");
    }

    private void create(String name) {
        ok(http.createProjection(
                Utf8.bytes("{\"projection-name\":\"" + name + "\",\"stream-name\":\"s/ü?\",\"exact\":true,\"language\":"
                        + "\"tiny\",\"reduction\":\"sum\",\"initial-value\":null}"),
                true));
    }

    private Asked sample(Question question) {
        Asked asked = question.ask();
        for (Param<?> param : question.params()) {
            if (param.isRequired()) {
                asked = with(asked, param, values.get(param));
            }
        }
        return asked;
    }

    private static <T> Asked with(Asked asked, Param<T> param, String text) {
        assertTrue(text != null, "the test has no value for " + param);
        return asked.with(param, ok(param.read(text)));
    }

    /** The answer at one door as text; a failure too. A list comes an entry a line over HTTP. */
    private static String told(PhotonClient client, Asked asked) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Result<?> result = asked.question().form() == io.photon.question.Form.LINES
                ? client.ask(asked, answer::write)
                : client.ask(asked).map(json -> {
                    answer.writeBytes(json);
                    return json;
                });
        String text =
                Utf8.text(answer.toByteArray()).replaceAll("(?<=[\\[,])\\n", "").strip();
        return steady(result.isOk() ? text : text + kindAndWords(result.failure()));
    }

    /** What is measured may change between two answers. */
    private static String steady(String text) {
        return text.replaceAll("\"(avg-time|avg-global-time|last-measured|seconds|silent-ms)\":[0-9.]+", "\"$1\":0");
    }

    /** A stream of Muon fails with one text, in which the hint stands after the message. */
    private static String kindAndWords(Failure failure) {
        return failure.kind() + " " + failure.message().split("; ")[0];
    }

    private boolean isAsked(Question question) {
        boolean isOfIdentity = question.path().startsWith("/auth/"); // which each door is told in its own way
        return !NOT_ASKED.contains(question) && !HTTP_ONLY.contains(question) && !isOfIdentity && !question.isLive();
    }

    @Test
    void everyQuestionIsAnsweredWithTheSameBytes() {
        List<String> differing = new ArrayList<>();
        int answered = 0;
        for (Question question : Questions.ALL) {
            if (isAsked(question) && !question.changes() && question != AdminQuestions.STATS) {
                String one = told(http, sample(question));
                String other = told(muon, sample(question));
                answered += one.startsWith("{") || one.startsWith("[") ? 1 : 0;
                if (!one.equals(other)) {
                    differing.add(question + ": " + one + "\n is over Muon " + other);
                }
            }
        }
        assertEquals(List.of(), differing);
        assertTrue(answered >= 15, "too many failures: " + answered);
    }

    @Test
    void everyOptionalParameterMeansTheSame() {
        Map<Param<?>, String> optional = new LinkedHashMap<>(values);
        optional.putAll(Map.of(
                Params.AFTER_NAME, "a",
                Params.PREFIX, "t",
                Params.MOST_STREAMS, "1",
                Params.MOST_EFFECTS, "0",
                Params.AFTER_ENTRY, "1",
                Params.AFTER_ID, "1",
                Params.MOST_ROWS, "1",
                Params.KEY, "count",
                Params.AT, values.get(Params.FROM),
                Params.TIMEOUT, "1000"));
        optional.putAll(Map.of(
                Params.STORED, "0",
                Params.EPOCH, "2",
                Params.EPOCH_NODE_ID, "another",
                Params.WAIT, "1",
                Params.NODE, "second",
                Params.ADDRESS, "http://localhost:1"));

        int asked = 0;
        for (Question question : Questions.ALL) {
            for (Param<?> param : question.params()) {
                if (isAsked(question) && !question.changes() && !param.isRequired() && question.isInQuery(param)) {
                    Asked sample = with(sample(question), param, optional.get(param));
                    assertEquals(told(http, sample), told(muon, sample), sample.toString());
                    asked++;
                }
            }
        }
        assertTrue(asked >= 11, "only " + asked);
    }

    @Test
    void whatIsNotThereIsRefusedInTheSameWords() {
        values.replaceAll((param, value) -> "1");
        for (Question question : Questions.ALL) {
            boolean names = question.params().stream().anyMatch(Param::isRequired);
            if (isAsked(question) && !question.changes() && names) {
                assertEquals(told(http, sample(question)), told(muon, sample(question)), question.name());
            }
        }
    }

    @Test
    void everyChangeIsAnsweredWithTheSameBytesAndDone() {
        for (Question question : Questions.ALL) {
            if (isAsked(question) && question.changes() && question != ProjectionQuestions.PROJECTION_CREATE) {
                List<String> told = new ArrayList<>();
                for (PhotonClient client : List.of(http, muon)) {
                    http.ask(UserQuestions.USER_DELETE.ask().with(Params.USER, "ann")); // there may be none
                    if (question != UserQuestions.USER_CREATE) {
                        addUser();
                    }
                    emit("{\"stream-name\":\"gone\",\"event-type\":\"T\",\"payload\":{\"n\":1}}");
                    create("changed");
                    values.put(Params.STREAM, "gone");
                    values.put(Params.PROJECTION, "changed");
                    told.add(told(client, sample(question))
                            .replaceAll("(?<=\"grant-id\":\")[0-9a-f]{8}", "random")
                            .replaceAll("\"head\":\\d+", "\"head\":0"));
                    if (question.params().contains(Params.DETAILED)) { // and what is not there now
                        told.add(told(client, sample(question)));
                        told.add(told(client, sample(question).with(Params.DETAILED, true)));
                    }
                }
                int half = told.size() / 2;
                assertEquals(told.subList(0, half), told.subList(half, told.size()), question.name());
                assertTrue(
                        question == ClusterQuestions.PROMOTE
                                || question == ClusterQuestions.STEP_DOWN // for an epoch that is not above its own
                                || told.get(0).startsWith("{\"correct\":true"),
                        told.get(0));
            }
        }
        create("changed");
        ok(muon.changeProjection("changed", "pause"));
        assertTrue(Utf8.text(ok(http.projections())).contains("\"status\":\"paused\""));
    }

    @Test
    void theCountersHaveTheSameFields() throws Exception {
        Set<String> overHttp = fields(ok(http.stats()));
        Set<String> overMuon = fields(ok(muon.stats()));
        assertEquals(overHttp, overMuon);
        assertTrue(overHttp.containsAll(Set.of("http", "memory", "projections", "muon")), overHttp.toString());
    }

    private static Set<String> fields(byte[] json) throws Exception {
        JsonNode tree = new JsonMapper().readTree(json);
        Set<String> names = new TreeSet<>();
        tree.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void updatesAreTheSameLinesUntilTheProjectionIsGone() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        List<CompletableFuture<String>> followers = new ArrayList<>();
        for (PhotonClient client : List.of(http, muon)) {
            followers.add(CompletableFuture.supplyAsync(() -> {
                ByteArrayOutputStream lines = new ByteArrayOutputStream();
                ok(client.ask(sample(ProjectionQuestions.PROJECTION_UPDATES), (bytes, offset, length) -> {
                    boolean first = lines.size() == 0;
                    lines.write(bytes, offset, length);
                    if (first) {
                        begun.countDown();
                    }
                }));
                return lines.toString(java.nio.charset.StandardCharsets.UTF_8);
            }));
        }
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        try (MuonPhotonClient other = photon.client(ProjectingPhoton.TOKEN)) {
            ok(other.deleteProjection("total"));
        }
        String one = steady(get(followers.get(0))).replace("{}\n", ""); // over HTTP its end is an event of its own
        assertEquals(one, steady(get(followers.get(1))));
        assertTrue(one.startsWith("{\"projection-name\":\"total\""), one);
    }

    @Test
    void whatMuonHasNoQuestionForIsRefusedWithTheWayThatCan() {
        for (Question question : HTTP_ONLY) {
            Failure failure = io.photon.result.Results.failure(muon.ask(sample(question)));
            assertEquals(Failure.Kind.BAD_INPUT, failure.kind(), failure.message());
            assertFalse(failure.message().contains("null"), failure.message());
            assertTrue(failure.hint().contains("--url http"), failure.hint());
        }
    }
}

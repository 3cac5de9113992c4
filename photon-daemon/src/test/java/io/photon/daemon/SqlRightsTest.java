// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.api.Caller;
import io.photon.api.SqlApi.SqlDownload;
import io.photon.api.SqlQuery;
import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Result;
import io.photon.security.Grant;
import io.photon.security.Permission;
import io.photon.security.ProvenIdentity;
import io.photon.security.Rights;
import io.photon.security.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In SQL everybody sees what they may read, and nothing else. */
@Timeout(60)
class SqlRightsTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(Daemon.config(dir, "memory", HttpSettings.plain("localhost", 0)));
        daemon.emit("{\"stream-name\":\"orders\",\"event-type\":\"T\",\"payload\":1}");
        daemon.emit("{\"stream-name\":\"wages\",\"event-type\":\"T\",\"payload\":2}");
        assertEquals(
                200,
                daemon.post("/auth/app", "application/json", "{\"name\":\"secret-app\"}")
                        .statusCode());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private Result<String> ask(Caller caller, String sql) throws IOException {
        Result<SqlDownload> begun = daemon.photon
                .api()
                .sql(daemon.photon.projections())
                .ask(caller, new SqlQuery(sql, List.of(), SqlQuery.Form.JSON, false, null, null));
        if (!begun.isOk()) {
            return Result.err(begun.failure());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (SqlDownload answer = begun.value()) {
            Result<Optional<byte[]>> next = answer.next();
            while (next.isOk() && next.value().isPresent()) {
                all.writeBytes(next.value().get());
                next = answer.next();
            }
            assertTrue(next.isOk(), next.toString());
        }
        JsonNode json = new JsonMapper().readTree(all.toByteArray());
        return Result.ok(json.get("rows").toString());
    }

    @Test
    void whoMayReadOneStreamSeesThatOneOnly() throws IOException {
        Grant grant = new Grant("1", Set.of(Role.READER), "orders", Grant.FOREVER, "admin", 0);
        Caller ann = new Caller(ProvenIdentity.fixed("ann", Rights.of(List.of(grant), 1), "test"), "test", "");
        assertEquals(
                "[[\"orders\",\"1\"]]",
                ask(ann, "SELECT stream_name, payload FROM events").value());
        assertEquals("[[1]]", ask(ann, "SELECT COUNT(*) FROM events").value());
        assertEquals(
                "[]",
                ask(ann, "SELECT * FROM events WHERE stream_name = 'wages'").value());
        assertEquals(
                "[[\"orders\"]]", ask(ann, "SELECT stream_name FROM streams").value());
    }

    @Test
    void theSecurityStreamIsThereForThoseWhoMayReadItOnly() throws IOException {
        String count = "SELECT COUNT(*) > 0 FROM events WHERE stream_name = '__security__'";
        Caller reader = Caller.of("ann", "test", Set.of(Permission.REPLAY));
        assertEquals("[[false]]", ask(reader, count).value());
        assertFalse(ask(reader, "SELECT payload FROM events").value().contains("secret-app"));
        assertEquals(
                "[[0]]",
                ask(reader, "SELECT COUNT(*) FROM streams WHERE stream_name = '__security__'")
                        .value());
        Caller owner = Caller.of("eve", "test", Set.of(Permission.REPLAY, Permission.SECURITY));
        assertEquals("[[true]]", ask(owner, count).value());
    }

    @Test
    void whoMayReadNothingMayNotAsk() throws IOException {
        Result<String> refused = ask(Caller.of("bob", "test", Set.of(Permission.EMIT)), "SELECT 1");
        assertTrue(!refused.isOk() && refused.failure().message().contains("bob may not read"), refused.toString());
    }
}

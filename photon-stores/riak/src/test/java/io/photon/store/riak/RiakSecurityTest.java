// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.store.testkit.Logs;
import io.photon.testing.TestKey;
import io.photon.testing.riak.RiakLikeServer;
import io.photon.testing.riak.RiakSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Riak whose security is on: TLS, users, rights. */
@Timeout(120)
class RiakSecurityTest {

    private static final String USER = "photon";
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path folder;

    private final RiakLikeServer riak = RiakLikeServer.start();
    private RiakSecurity security;

    @BeforeEach
    void secure() throws IOException {
        Path keys = TestKey.make(folder, "node", "dns:localhost,ip:127.0.0.1");
        security = new RiakSecurity(keys, TestKey.PASSWORD).user(USER, PASSWORD);
        riak.secure(security);
    }

    @AfterEach
    void stop() {
        riak.close();
    }

    private RiakLogin trusted() {
        return new RiakLogin(USER, PASSWORD, folder.resolve("node.pem"), true);
    }

    private RiakOptions options(@Nullable RiakLogin login) {
        return options("127.0.0.1", login);
    }

    private RiakOptions options(String host, @Nullable RiakLogin login) {
        return new RiakOptions(
                List.of(new RiakOptions.Node(host, riak.port())),
                login,
                RiakLikeServer.CONSISTENT,
                TestRiak.BUCKET,
                new SlotOptions(Duration.ofSeconds(2), Duration.ofSeconds(2), false, folder.resolve("cache"), ""));
    }

    private static String refused(RiakOptions options) {
        StoreException refused = assertThrows(
                StoreException.class, () -> TestRiak.open(options).store().close());
        assertEquals(Kind.REFUSED, refused.kind(), refused.getMessage());
        assertFalse(refused.getMessage().contains(PASSWORD), refused.getMessage());
        return refused.getMessage();
    }

    @Test
    void aUserWithItsPasswordStoresAndReadsOverTlsAlsoAfterTheNodeWasAway() throws Exception {
        OpenedStore store = TestRiak.open(options(trusted()));
        Fence fence = store.lease().acquire().orElseThrow();
        store.store().append(List.of(event("s", 1)), fence);
        riak.kill();
        assertThrows(StoreException.class, () -> store.store().append(List.of(event("s", 2)), fence));
        riak.again();
        Logs.eventually(() -> {
            store.lease().renew();
            store.store().append(List.of(event("s", 3)), fence);
            return null;
        });
        assertTrue(Logs.ids(store.store()).containsAll(List.of(1L, 3L)), "events are there");
        store.lease().close();
        store.store().close();
    }

    @Test
    void largeContentGoesOverTlsInParts() throws Exception {
        OpenedStore store = TestRiak.open(options("localhost", trusted()));
        Fence fence = store.lease().acquire().orElseThrow();
        store.store().append(List.of(event("s", 1, "large", "\"" + "x".repeat(3 << 20) + "\"")), fence);
        assertEquals(List.of(1L), Logs.ids(store.store()));
        store.lease().close();
        store.store().close();
    }

    @Test
    void aWrongPasswordAndAMissingUserAreNamed() {
        String wrong = refused(options(new RiakLogin(USER, "wrong", folder.resolve("node.pem"), true)));
        assertTrue(wrong.contains("does not know user 'photon' with this password"), wrong);
        assertTrue(wrong.contains("riak.password-file"), wrong);
        String none = refused(options(null));
        assertTrue(none.contains("asks for a user and a password; set riak.user and riak.password-file"), none);
    }

    @Test
    void aUserForARiakWithoutSecurityIsRefused() {
        riak.secure(null);
        String refused = refused(options(trusted()));
        assertTrue(refused.contains("knows no users, as its security is off; leave riak.user out"), refused);
    }

    @Test
    void aNodeWhoseCertificateIsNotTrustedOrNamesAnotherHostIsNotGivenThePassword() throws Exception {
        String javas = refused(options(new RiakLogin(USER, PASSWORD, null, true)));
        assertTrue(javas.contains("is not trusted: "), javas);
        assertTrue(javas.contains("riak.tls.ca-file"), javas);
        Path keys = TestKey.make(folder, "other", "dns:riak.example.org");
        riak.secure(new RiakSecurity(keys, TestKey.PASSWORD).user(USER, PASSWORD));
        Path other = folder.resolve("other.pem");
        String named = refused(options(new RiakLogin(USER, PASSWORD, other, true)));
        assertTrue(named.contains("is not trusted: "), named);
        TestRiak.open(options(new RiakLogin(USER, PASSWORD, other, false)))
                .store()
                .close();
        Path none = Files.writeString(folder.resolve("none.pem"), "no certificate\n");
        String wrong = refused(options(new RiakLogin(USER, PASSWORD, none, true)));
        assertTrue(wrong.contains("riak.tls.ca-file " + none), wrong);
    }

    @Test
    void aMissingRightIsFoundAtTheStartWithTheCommandThatGrantsIt() throws Exception {
        for (String right : List.of("riak_core.get_bucket", "riak_kv.get", "riak_kv.put", "riak_kv.delete")) {
            security.deny(right);
            String refused = refused(options(trusted()));
            assertTrue(refused.contains("does not have '" + right + "' on strongly_consistent/photon-test"), refused);
            assertTrue(refused.contains("riak-admin security grant"), refused);
            security.allowAll();
        }
        TestRiak.open(options(trusted())).store().close();
    }

    @Test
    void anAppendThatRiakDoesNotAllowAnyMoreIsRefusedForCertainAndLaterOnesGoOn() throws Exception {
        OpenedStore store = TestRiak.open(options(trusted()));
        Fence fence = store.lease().acquire().orElseThrow();
        store.store().append(List.of(event("s", 1)), fence);
        security.deny("riak_kv.put");
        StoreException refused =
                assertThrows(StoreException.class, () -> store.store().append(List.of(event("s", 2)), fence));
        assertEquals(Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains("nothing was stored"), refused.getMessage());
        security.allowAll();
        store.store().append(List.of(event("s", 3)), fence);
        assertEquals(List.of(1L, 3L), Logs.ids(store.store()));
        store.lease().close();
        store.store().close();
    }
}

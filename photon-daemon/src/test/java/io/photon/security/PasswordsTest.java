// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often a hash is computed is what a stranger could measure: so it is counted. */
@Timeout(60)
class PasswordsTest {

    private final Passwords passwords = new Passwords();
    private final Accounts accounts = new Accounts(System::currentTimeMillis);
    private final Authenticator authenticator =
            new Authenticator("admin", "secret of admin", "token", accounts, passwords, System::nanoTime);
    private long orderId = 1;

    @AfterEach
    void close() {
        passwords.close();
    }

    private void create(String user, PasswordHash hash) {
        record(AccountEvents.created(user, hash, new Author("test", "here")));
    }

    private void record(Result<EventDraft> draft) {
        accounts.security(draft.value().stamped(++orderId, 1));
    }

    private long computedBy(String user, String password, String from) {
        long before = PasswordHash.computed();
        authenticator.password(user, password, false, from).join();
        return PasswordHash.computed() - before;
    }

    @Test
    void whoIsUnknownDisabledOrWithoutAPasswordCostsAsManyHashesAsAWrongPassword() {
        PasswordHash hash = PasswordHash.of("a few words");
        create("ann", hash);
        create("off", hash);
        record(AccountEvents.enabled("off", false, new Author("test", "here")));
        create("bare", null);
        for (String user : List.of("ann", "nobody", "off", "bare", "admin", "")) {
            assertEquals(1, computedBy(user, "wrong for " + user, "10.0.0.1"), user);
        }
        assertEquals(1, computedBy("off", "a few words", "10.0.0.1"), "right, and disabled");
    }

    @Test
    void whoWasRightIsKnownAgainUntilThePasswordIsAnother() {
        create("ann", PasswordHash.of("a few words"));
        assertEquals(1, computedBy("ann", "a few words", "10.0.0.1"));
        assertEquals(0, computedBy("ann", "a few words", "10.0.0.2"));
        record(AccountEvents.passwordSet("ann", PasswordHash.of("other words"), new Author("test", "here")));
        assertEquals(1, computedBy("ann", "a few words", "10.0.0.1"));
        assertFalse(authenticator
                .password("ann", "a few words", false, "10.0.0.3")
                .join()
                .isOk());
        assertTrue(authenticator
                .password("ann", "other words", false, "10.0.0.1")
                .join()
                .isOk());
    }

    @Test
    void theSameWrongPasswordAgainCostsNothingAndIsRightWhenItIsSet() {
        create("ann", PasswordHash.of("a few words"));
        assertEquals(1, computedBy("ann", "next words", "10.0.0.1"));
        assertEquals(0, computedBy("ann", "next words", "10.0.0.1"));
        record(AccountEvents.passwordSet("ann", PasswordHash.of("next words"), new Author("test", "here")));
        assertTrue(authenticator
                .password("ann", "next words", false, "10.0.0.1")
                .join()
                .isOk());
    }

    @Test
    void tooManyAtOnceAreToldToComeLaterAndTheAdministratorIsNotHeldUp() {
        List<CompletableFuture<Result<PasswordHash>>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(passwords.hash("many words " + i));
        }
        long refused = all.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .filter(done -> !done.isOk() && done.failure().kind() == Failure.Kind.OVERLOADED)
                .count();
        assertTrue(refused >= 30, "only " + refused);
        assertTrue(authenticator
                .password("admin", "secret of admin", false, "10.0.0.1")
                .isDone());
    }

    @Test
    void aHashIsAnotherOneEachTimeAndIsReadBack() {
        PasswordHash hash = PasswordHash.of("a few wörds");
        assertNotEquals(hash.toString(), PasswordHash.of("a few wörds").toString());
        PasswordHash read = PasswordHash.read(hash.toString()).orElseThrow();
        assertTrue(read.fits("a few wörds"));
        assertFalse(read.fits("a few words"));
        assertFalse(read.fits(""));
        for (String text : List.of(
                "",
                "a:b:c:d",
                "pbkdf2-sha512:1:AAAA:AAAA",
                "pbkdf2-sha512:99999999" + hash.toString().substring(20))) {
            assertTrue(PasswordHash.read(text).isEmpty(), text);
        }
    }
}

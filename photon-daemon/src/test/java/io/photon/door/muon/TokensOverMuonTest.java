// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.Caller;
import io.photon.api.Origin;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.codec.JsonFields;
import io.photon.question.AdminQuestions;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has a token is who it says, over Muon too; without one that is good, a guest of the broker. */
@Timeout(60)
class TokensOverMuonTest {

    private static final Origin HERE = new Origin("http", "127.0.0.1", true);

    private static Result<byte[]> log(ProjectingPhoton photon, String token) {
        try (MuonPhotonClient client = photon.client(token)) {
            return client.ask(AdminQuestions.LOG.ask());
        }
    }

    @Test
    void aTokenOpensWhatAGuestMayNotUntilItIsRevoked() throws Exception {
        try (ProjectingPhoton photon = new ProjectingPhoton()) {
            Caller admin = photon.api
                    .login(HERE, "admin", "p4010n")
                    .get(30, TimeUnit.SECONDS)
                    .value();
            byte[] tokens =
                    photon.api.auth().issue(admin).get(30, TimeUnit.SECONDS).value();
            String signed = JsonFields.text(tokens, "token");
            assertTrue(log(photon, signed).isOk());
            assertTrue(log(photon, JsonFields.text(tokens, "simple-token")).isOk());
            assertEquals(Failure.Kind.DENIED, log(photon, null).failure().kind());
            assertEquals(
                    Failure.Kind.DENIED,
                    log(photon, signed.substring(0, signed.length() - 2) + "AA")
                            .failure()
                            .kind());
            assertEquals(
                    Failure.Kind.DENIED,
                    log(photon, JsonFields.text(tokens, "refreshToken"))
                            .failure()
                            .kind());
            String again = JsonFields.text(tokens, "refreshToken");
            assertTrue(photon.api
                    .auth()
                    .refresh(HERE, again)
                    .get(30, TimeUnit.SECONDS)
                    .isOk());
            assertEquals(
                    Failure.Kind.NOT_AUTHENTICATED,
                    photon.api
                            .auth()
                            .refresh(HERE, again)
                            .get(30, TimeUnit.SECONDS)
                            .failure()
                            .kind());
            assertEquals(Failure.Kind.DENIED, log(photon, signed).failure().kind(), "its login has ended");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.store.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import io.photon.store.backend.SlotOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What errors mean that the server of the tests does not have, as MongoDB writes them. */
class MongoErrorsTest {

    private static final ServerAddress ADDRESS = new ServerAddress("db.example.org");

    private static final MongoOptions OPTIONS = new MongoOptions(
            MongoTarget.of("db.example.org"),
            "photon",
            "photon",
            "s3cret",
            null,
            new SlotOptions(Duration.ofSeconds(5), Duration.ofSeconds(5), false, Path.of("cache"), ""));

    private static MongoCommandException answer(String json) {
        return new MongoCommandException(BsonDocument.parse(json), ADDRESS);
    }

    @Test
    void aWrongPasswordIsARefusalThatNamesTheSettings() {
        MongoSecurityException wrong = new MongoSecurityException(
                MongoCredential.createCredential("photon", "admin", "s3cret".toCharArray()),
                "Exception authenticating",
                answer("{ok: 0, errmsg: 'Authentication failed.', code: 18, codeName: 'AuthenticationFailed'}"));
        assertTrue(MongoErrors.isRefusal(wrong), "nothing was sent");
        String message = String.valueOf(MongoErrors.notDone(OPTIONS, wrong).getMessage());
        assertEquals(
                "MongoDB at db.example.org does not know this user and password; see mongodb.user and"
                        + " mongodb.password-file, or the URL in mongodb.host and its authSource",
                message);
    }

    @Test
    void whoMayNotWriteIsToldWhichRoleIsMissing() {
        MongoCommandException unauthorized =
                answer("{ok: 0, errmsg: 'not authorized on photon to execute command', code: 13}");
        assertTrue(MongoErrors.isRefusal(unauthorized));
        String message =
                String.valueOf(MongoErrors.notDone(OPTIONS, unauthorized).getMessage());
        assertTrue(message.contains("grant the role readWrite on database 'photon' (not authorized on"), message);
    }

    @Test
    void whatMayHaveBeenDoneIsNoRefusal() {
        assertFalse(MongoErrors.isRefusal(new MongoSocketReadException("Prematurely reached end of stream", ADDRESS)));
        assertFalse(MongoErrors.isRefusal(answer("{ok: 0, errmsg: 'operation was interrupted', code: 11602}")));
        assertFalse(MongoErrors.isRefusal(answer("{ok: 0, errmsg: 'No space left', code: 14031}")));
    }
}

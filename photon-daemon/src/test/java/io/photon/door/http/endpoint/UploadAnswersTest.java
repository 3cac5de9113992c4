// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.api.Stored;
import io.photon.result.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is said about the lines of an upload. */
class UploadAnswersTest {

    private static final Failure WRONG = Failure.of(Failure.Kind.BAD_INPUT, "it is no event", "mend it");

    private static String text(UploadAnswers answers) {
        return new String(answers.take(), StandardCharsets.UTF_8);
    }

    private static JsonNode summary(UploadAnswers answers) throws IOException {
        answers.finish();
        return new JsonMapper().readTree(answers.take());
    }

    @Test
    void eachLineIsAnsweredWithALine() {
        UploadAnswers answers = new UploadAnswers(false);
        assertTrue(answers.isSilent());
        answers.stored(new Stored(7, 1000, "fsync", false));
        answers.stored(new Stored(6, 900, "fsync", true));
        answers.refused(WRONG, 3);
        assertFalse(answers.isSilent());
        answers.finish();
        assertEquals(
                "{\"order-id\":7,\"event-time\":1000,\"durability\":\"fsync\"}\n"
                        + "{\"order-id\":6,\"event-time\":900,\"durability\":\"fsync\",\"duplicate\":true}\n"
                        + "{\"error\":\"it is no event\",\"code\":\"bad-input\",\"hint\":\"mend it\",\"line\":3}\n",
                text(answers));
        assertEquals("", text(answers), "said once");
    }

    @Test
    void aSummaryCountsThem() throws IOException {
        UploadAnswers answers = new UploadAnswers(true);
        answers.stored(new Stored(7, 1000, "fsync", false));
        answers.stored(new Stored(6, 900, "fsync", true));
        answers.refused(WRONG, 3);
        assertEquals("", text(answers));
        JsonNode summary = summary(answers);
        assertEquals(2, summary.path("stored").asInt());
        assertEquals(1, summary.path("duplicates").asInt());
        assertEquals(1, summary.path("refused").asInt());
        assertEquals(7, summary.path("first-order-id").asInt(), "of the first line");
        assertEquals(7, summary.path("last-order-id").asInt());
        assertEquals("fsync", summary.path("durability").asText());
        assertEquals(3, summary.at("/errors/0/line").asInt());
    }

    @Test
    void ofVeryManyBadLinesTheFirstTwentyAreShown() throws IOException {
        UploadAnswers answers = new UploadAnswers(true);
        for (int line = 1; line <= 1000; line++) {
            answers.refused(WRONG, line);
        }
        JsonNode summary = summary(answers);
        assertEquals(1000, summary.path("refused").asInt());
        assertEquals(20, summary.path("errors").size());
        assertFalse(summary.has("durability"), "nothing was stored");
    }

    @Test
    void whyAnUploadBrokeOffIsSaidLast() throws IOException {
        UploadAnswers lines = new UploadAnswers(false);
        lines.stored(new Stored(7, 1000, "fsync", false));
        lines.broke(WRONG);
        lines.finish();
        assertTrue(
                text(lines).endsWith("{\"error\":\"it is no event\",\"code\":\"bad-input\",\"hint\":\"mend it\"}\n"));
        UploadAnswers summed = new UploadAnswers(true);
        summed.broke(WRONG);
        JsonNode summary = summary(summed);
        assertEquals("it is no event", summary.at("/errors/0/error").asText());
        assertFalse(summary.at("/errors/0").has("line"));
    }
}

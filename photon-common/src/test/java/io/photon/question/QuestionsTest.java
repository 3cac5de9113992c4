// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private static Result<Asked> read(Question question, Map<String, String> said) {
        return Asked.read(question, new Asked.Source() {
            @Override
            public String text(Param<?> param) {
                return said.get(param.muonName());
            }

            @Override
            public <T> Result<T> read(Param<T> param, String text) {
                return param.read(text);
            }

            @Override
            public Failure missing(Param<?> param) {
                return param.missing(param.muonName(), "say it");
            }
        });
    }

    @Test
    void everyRowHasANameAndPathsOfItsOwn() {
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (Question question : Questions.ALL) {
            assertTrue(names.add(question.name()), "twice: " + question);
            assertTrue(paths.add(question.method() + " " + question.path()), "twice: " + question.path());
            assertTrue(question.muon() == null || paths.add(question.muon() + question.fixed()), question.muon());
            assertTrue(question.muon() == null || question.words() != null, question + " has no words");
            assertTrue(question.form() != Form.LIST || question.muon() == null || question.key() != null);
        }
    }

    @Test
    void aFreeSegmentHidesNoPathOfAnotherQuestion() {
        for (int i = 0; i < Questions.ALL.size(); i++) {
            Question early = Questions.ALL.get(i);
            String pattern = early.path().replaceAll(":[a-z-]+", "[^/]+");
            for (Question late : Questions.ALL.subList(i + 1, Questions.ALL.size())) {
                boolean hidden =
                        late.method().equals(early.method()) && late.path().matches(pattern);
                assertFalse(hidden, early.path() + " hides " + late.path());
            }
        }
    }

    @Test
    void valuesAreReadByTheirTypes() {
        Asked asked = ok(read(EventQuestions.TRACE, Map.of("order-id", "12", "limit", "0", "other", "x")));
        assertEquals(12, asked.get(Params.TRACED));
        assertEquals(0, asked.orNull(Params.MOST_EFFECTS));
        assertEquals(7, ok(read(EventQuestions.TRACE, Map.of("order-id", "12"))).or(Params.MOST_EFFECTS, 7L));
        assertTrue(ok(read(StreamQuestions.STREAM_DELETE, Map.of("stream-name", "s", "detailed", "TRUE")))
                .is(Params.DETAILED));
        assertNull(ok(read(StreamQuestions.STREAMS, Map.of())).text(Params.PREFIX));
    }

    @Test
    void whatIsNoValueOrMissingIsRefusedByName() {
        for (String text : new String[] {"-1", "x", "", "9".repeat(19), "1.0", "١"}) {
            Failure failure = failure(read(AdminQuestions.LOG, Map.of("after", text)));
            assertEquals("after is '" + text + "'", failure.message());
            assertEquals("send a whole number", failure.hint());
        }
        assertEquals(
                "detailed is 'on'",
                failure(read(StreamQuestions.STREAM_DELETE, Map.of("stream-name", "s", "detailed", "on")))
                        .message());
        Failure missing =
                failure(read(ProjectionQuestions.PROJECTION_DIFF, Map.of("projection-name", "p", "from", "1")));
        assertEquals("to is missing", missing.message());
        assertEquals("say it", missing.hint());
        assertThrows(
                IllegalArgumentException.class,
                () -> AdminQuestions.STATS.ask().with(Params.PREFIX, "x"),
                "has no prefix");
    }

    @Test
    void aQuestionThatIsAskedDoesNotChange() {
        Asked one = StreamQuestions.STREAMS.ask().with(Params.PREFIX, "a");
        Asked other = one.with(Params.PREFIX, "b").with(Params.MOST_STREAMS, 3L);
        assertEquals("a", one.orNull(Params.PREFIX));
        assertEquals("b", other.orNull(Params.PREFIX));
        assertEquals("3", other.text(Params.MOST_STREAMS));
        assertNull(other.with(Params.PREFIX, null).orNull(Params.PREFIX));
    }
}

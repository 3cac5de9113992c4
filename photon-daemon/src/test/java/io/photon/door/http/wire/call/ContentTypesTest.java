// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which type an answer gets, and which bodies are read. */
class ContentTypesTest {

    private static Call accepting(String accept) {
        return BareExchange.call("GET", "/api/x", "Accept", accept);
    }

    private static Call sending(String type) {
        return BareExchange.call("POST", "/api/x", "Content-Type", type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                                   | application/json",
                "text/csv                                           | text/csv",
                "TEXT/CSV ; charset=utf-8                           | text/csv",
                "text/csv;q=0.5, application/json;q=0.4             | text/csv",
                "application/json;q=0.4, text/csv;q=0.5             | text/csv",
                "text/csv, application/json                         | text/csv",
                "application/json, text/csv                         | application/json",
                "text/csv;q=0                                       | application/json",
                "text/csv;q=nonsense                                | application/json",
                "text/csv;q=NaN                                     | application/json",
                "text/csv;q=-1                                      | application/json",
                "text/csv;header=absent;q=0.9, application/json;q=.8 | text/csv",
                "image/png, */*;q=0.1                               | application/json",
                "''                                                 | application/json",
                "','                                                | application/json",
                "';q=1'                                             | application/json",
            })
    void theTypeWithMostWeightIsAnsweredAndElseTheFirst(String accept, String expected) {
        assertEquals(expected, ContentTypes.best(accepting(accept), List.of(Call.JSON, ContentTypes.CSV)));
    }

    @Test
    void whoAcceptsNothingInParticularGetsTheFirst() {
        assertEquals(Call.JSON, ContentTypes.best(BareExchange.call("GET", "/"), List.of(Call.JSON, ContentTypes.CSV)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/edn                              | true",
                "application/json, application/edn            | true",
                "application/json;q=0.9, application/edn      | true",
                "application/json, application/edn;q=0.9      | false",
                "application/edn;q=0                          | false",
                "application/ednx                             | false",
                "application/json                             | false"
            })
    void ednIsAnsweredWhereJsonIsNotLikedMore(String accept, boolean edn) {
        assertEquals(edn, ContentTypes.wantsEdn(accepting(accept)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/event-stream                              | true",
                "Text/Event-Stream, */*;q=0.1                   | true",
                "application/json, text/event-stream            | true",
                "text/event-stream, application/cloudevents+json | true",
                "text/event-stream;q=0.5, application/x-ndjson  | false",
                "application/json, text/event-stream;q=0.9      | false",
                "text/event-stream;q=0                          | false",
                "text/event-streams                             | false",
                "*/*                                            | false"
            })
    void serverSentEventsAreAnsweredWhereLinesAreNotLikedMore(String accept, boolean expected) {
        assertEquals(expected, ContentTypes.wantsServerSentEvents(accepting(accept)));
    }

    @Test
    void acceptInSeveralHeadersIsOneList() {
        Call call =
                BareExchange.call("GET", "/", "Accept", "a/b;q=0.1", "Accept", "text/event-stream, application/edn");
        assertTrue(ContentTypes.wantsServerSentEvents(call));
        assertTrue(ContentTypes.wantsEdn(call));
    }

    @Test
    void aTypeIsWantedWhenItIsNamedAndNotByAWildcard() {
        assertTrue(ContentTypes.wants(accepting("a/b, application/cloudevents+json"), ContentTypes.CLOUD_EVENT));
        assertFalse(ContentTypes.wants(accepting("*/*"), ContentTypes.CLOUD_EVENT));
        assertFalse(ContentTypes.wants(accepting("application/cloudevents+json;q=0"), ContentTypes.CLOUD_EVENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", " application/json "})
    void jsonIsReadWhereJsonIs(String type) {
        assertTrue(ContentTypes.refuseUnlessJson(sending(type)).isEmpty());
        assertTrue(ContentTypes.isJson(sending(type)));
        assertTrue(ContentTypes.refuseUnlessEvents(sending(type)).isEmpty());
        assertEquals(
                Failure.Kind.UNSUPPORTED_TYPE,
                ContentTypes.refuseUnlessLines(sending(type)).orElseThrow().kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "application/jsonl", "application/octet-stream"})
    void linesAreReadWhereLinesAre(String type) {
        assertTrue(ContentTypes.refuseUnlessLines(sending(type)).isEmpty());
        assertTrue(ContentTypes.refuseUnlessEvents(sending(type)).isEmpty());
        assertTrue(ContentTypes.refuseUnlessJson(sending(type)).isPresent());
    }

    @Test
    void aBodyWithoutATypeIsTakenForTheRightOne() {
        assertTrue(ContentTypes.refuseUnlessJson(BareExchange.call("POST", "/")).isEmpty());
        assertTrue(
                ContentTypes.refuseUnlessLines(BareExchange.call("POST", "/")).isEmpty());
    }

    @Test
    void aCodedBodyIsNotReadWhateverItsType() {
        Call coded = BareExchange.call("POST", "/", "Content-Type", "application/json", "Content-Encoding", "gzip");
        assertEquals(
                "the body is encoded as gzip",
                ContentTypes.refuseUnlessJson(coded).orElseThrow().message());
        Call batch =
                BareExchange.call("POST", "/", "Content-Type", ContentTypes.CLOUD_EVENTS, "Content-Encoding", "br");
        assertTrue(ContentTypes.refuseUnlessEvents(batch).isPresent());
        assertTrue(ContentTypes.refuseIfCoded(BareExchange.call("POST", "/", "Content-Encoding", "Identity"))
                .isEmpty());
    }

    @Test
    void aParameterOfAHeaderMayBeQuotedEmptyOrMissing() {
        assertEquals("upload-file", ContentTypes.parameter("form-data; name=\"upload-file\"; filename=x", "name"));
        assertEquals("x", ContentTypes.parameter("form-data; name=x", "name"));
        assertEquals("", ContentTypes.parameter("form-data; name=", "name"));
        assertNull(ContentTypes.parameter("form-data", "name"));
        assertNull(ContentTypes.parameter("", "name"));
    }

    @Test
    void aTextIsUtf8() {
        byte[] text = "aü and what no one asked for".getBytes(StandardCharsets.UTF_8);
        assertEquals("aü", ContentTypes.text(text, 3).value());
        assertEquals(
                "the body is not UTF-8 text",
                ContentTypes.text(text, 2).failure().message());
    }
}

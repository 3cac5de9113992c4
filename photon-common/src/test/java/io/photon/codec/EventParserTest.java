// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {

    private static final String MINIMAL = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}";

    @Test
    void theSmallestEventIsAStreamATypeAndAPayload() {
        EventDraft draft = ok(MINIMAL);
        assertEquals("s", draft.streamName());
        assertEquals("t", draft.eventType());
        assertNull(draft.localId());
        assertEquals("\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}", body(draft));
    }

    @Test
    void fieldsInAnyOrderComeIntoCanonicalOrderWithThePayloadLast() {
        EventDraft draft = ok("{ \"payload\" : [1, 2] , \"x\" : { \"y\" : 1 },\"local-id\":\"l\", \"event-type\":\"t\","
                + "\"schema\":\"1\", \"stream-name\":\"s\"}");
        assertEquals(
                "\"stream-name\":\"s\",\"event-type\":\"t\",\"local-id\":\"l\",\"x\":{ \"y\" : 1 },\"schema\":\"1\","
                        + "\"payload\":[1, 2]}",
                body(draft));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-name", "event-type", "payload"})
    void aMissingRequiredFieldIsNamed(String field) {
        String json = MINIMAL.replace("\"" + field + "\"", "\"other\"");
        assertEquals(field + " is missing", failure(json).message());
        assertNotNull(failure(json).hint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-name", "event-type", "local-id"})
    void anEmptyNameIsRefused(String field) {
        assertEquals(field + " is empty", failure(with(field, "\"\"")).message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stream-name|1|a string, found a number",
                "stream-name|null|a string, found null",
                "event-type|null|a string, found null",
                "event-type|{}|a string, found an object",
                "event-type|[]|a string, found an array",
                "local-id|7|a string, found a number",
                "schema|1|a string, found a number",
                "service-id|true|a string, found true or false",
                "caused-by-relation|{}|a string, found an object",
                "encoding|[1]|a string, found an array",
                "caused-by|{}|a string or a number, found an object",
                "caused-by|false|a string or a number, found true or false",
                "server-timestamp|\"1\"|a number, found a string",
                "provenance|\"x\"|an object, found a string",
            })
    void aFieldOfTheWrongTypeIsNamedWithWhatWasFound(String field, String value, String words) {
        assertEquals(field + " must be " + words, failure(with(field, value)).message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema|\"1\"",
                "service-id|\"billing\"",
                "caused-by-relation|\"CAUSED\"",
                "encoding|\"application/json\"",
                "caused-by|1764000000000000",
                "caused-by|\"1764000000000000\"",
                "caused-by-id|1764000000000000",
                "server-timestamp|1764000000000",
                "provenance|{\"service-id\": \"a\", \"local-id\":\"b\"}",
                "something-new|[null, {\"a\":1}]",
                "something-null|null",
                "id|\"x\"",
            })
    void optionalAndUnknownFieldsAreKeptAsWritten(String field, String value) {
        assertTrue(body(ok(with(field, value))).contains(",\"" + field + "\":" + value + ",\"payload\":1}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local-id",
                "schema",
                "service-id",
                "caused-by-relation",
                "encoding",
                "caused-by",
                "server-timestamp",
                "provenance"
            })
    void anOptionalFieldThatIsNullIsAsGoodAsAbsent(String field) {
        assertEquals(ok(MINIMAL), ok(with(field, "null")));
    }

    @Test
    void tokenAndProviderAreNeverKept() {
        assertEquals(ok(MINIMAL), ok(with("token", "\"secret\"")));
        assertEquals(ok(MINIMAL), ok(with("provider", "{\"a\":[1]}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-name", "event-type", "payload", "local-id", "schema", "token", "order-id", "mine"})
    void anEnvelopeFieldThatStandsTwiceIsRefused(String field) {
        String json = "{\"" + field + "\":\"a\",\"" + field + "\":\"a\"}";
        assertEquals("field '" + field + "' stands twice", failure(json).message());
    }

    @Test
    void aFieldSpeltWithEscapesIsTheSameField() {
        assertEquals(ok(MINIMAL), ok(MINIMAL.replace("stream-name", "stream\\u002dname")));
        assertEquals(
                "field 'payload' stands twice",
                failure("{\"payload\":1,\"p\\u0061yload\":1}").message());
        assertEquals(
                "field 'é' stands twice", failure("{\"é\":1,\"\\u00e9\":1}").message());
    }

    @Test
    void duplicatesInsideThePayloadAreTheEmittersOwn() {
        String payload = "{\"a\":1,\"a\":2,\"a\":{\"b\":1,\"b\":1}}";
        assertEquals(payload, payload(ok(with("payload", payload))));
    }

    @Test
    void aClaimedPositionIsReadAsNumberOrTextAndAnythingElseClaimsNothing() {
        assertEquals(17, stored(with("order-id", "17")).orderId());
        assertEquals(17, stored(with("order-id", "\"17\"")).orderId());
        assertEquals(
                999_999_999_999_999_999L,
                stored(with("event-time", "999999999999999999")).eventTime());
        for (String other :
                new String[] {"-1", "1.5", "1e3", "\"\"", "\"x\"", "null", "[1]", "{}", "1000000000000000000"}) {
            assertEquals(-1, stored(with("order-id", other)).orderId(), other);
        }
    }

    @Test
    void aDraftKeepsNoClaimedPosition() {
        assertEquals(ok(MINIMAL), ok("{\"order-id\":5,\"event-time\":6," + MINIMAL.substring(1)));
    }

    @Test
    void numbersOfThousandsOfDigitsKeepEveryDigit() {
        String digits = "7".repeat(3_000) + "." + "3".repeat(3_000) + "e+" + "9".repeat(3_000);
        assertEquals(digits, payload(ok(with("payload", digits))));
    }

    @Test
    void keyOrderEscapesAndSpacesOfAPayloadStay() {
        String payload =
                "{ \"z\" : \"\\u00e9\\/\\n\" ,\t\"a\":\"\\ud800 alone\", \"1\":-0.0, \"e\":1E-7, \"d\":\"\\\\\"  }";
        assertEquals(payload, payload(ok(with("payload", payload))));
    }

    @Test
    void lineBreaksBetweenTokensGoAndEscapedOnesStay() {
        EventDraft draft = ok("{\n\"stream-name\"\r\n:\n\"s\",\"event-type\":\"t\",\n\"x\":\n[\n1,\r\n2]\n,"
                + "\"payload\"\n:\n{\r\n  \"a\"\n:\n\"one\\ntwo\"\n}\n}\n");
        assertEquals(
                "\"stream-name\":\"s\",\"event-type\":\"t\",\"x\":[1,2],\"payload\":{  \"a\":\"one\\ntwo\"}}",
                body(draft));
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 20, 16 << 20})
    void aLargePayloadIsKeptByteForByte(int size) {
        String payload = "\"" + "xé".repeat(size / 3) + "\"";
        byte[] json = with("payload", payload).getBytes(StandardCharsets.UTF_8);
        EventDraft draft = okOf(EventParser.parseDraft(json, 0, json.length));
        byte[] expected = payload.getBytes(StandardCharsets.UTF_8);
        byte[] body = draft.body();
        assertArrayEquals(expected, Arrays.copyOfRange(body, body.length - 1 - expected.length, body.length - 1));
    }

    @Test
    void namesKeepAnyCharacterAndAreEscapedMinimally() {
        EventDraft draft =
                ok("{\"stream-name\":\"a\\/b\\u0020\\u00e9\\ud83d\\ude00\\\"\\\\\\n\",\"event-type\":\"\\u0041\","
                        + "\"payload\":{}}");
        assertEquals("a/b é😀\"\\\n", draft.streamName());
        assertEquals("A", draft.eventType());
        assertTrue(body(draft).startsWith("\"stream-name\":\"a/b é😀\\\"\\\\\\u000a\",\"event-type\":\"A\""));
        Event event = draft.stamped(1, 2);
        assertEquals("a/b é😀\"\\\n", event.streamName());
    }

    @Test
    void everyRefusalOfAFieldSaysWhatToDo() {
        assertEquals("put it in double quotes", failure(with("local-id", "7")).hint());
        assertEquals(
                "write digits without quotes",
                failure(with("server-timestamp", "\"1\"")).hint());
        for (String value : new String[] {"\"\"", "\"\\ud800\"", "\"" + "x".repeat(5_000) + "\"", "[]", "true"}) {
            for (String field : new String[] {"stream-name", "event-type", "local-id"}) {
                assertNotNull(failure(with(field, value)).hint(), field + " " + value);
            }
        }
        assertNotNull(failure(with("\\ud800", "1")).hint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-name", "event-type", "local-id"})
    void halfASurrogatePairInANameIsRefused(String field) {
        for (String text : new String[] {"\\ud800", "x\\udc00", "\\ud800\\ud800\\udc00", "\\udc00\\ud800"}) {
            assertEquals(
                    field + " has half a surrogate pair",
                    failure(with(field, "\"" + text + "\"")).message());
        }
        assertEquals(
                "a field name has half a surrogate pair",
                failure(with("\\ud800", "1")).message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-name", "event-type", "local-id"})
    void namesAreAtMost4096BytesLong(String field) {
        assertNotNull(ok(with(field, "\"" + "é".repeat(2_048) + "\"")));
        assertEquals(
                field + " is longer than 4096 bytes",
                failure(with(field, "\"" + "é".repeat(2_048) + "x\"")).message());
        assertEquals(
                field + " is longer than 4096 bytes",
                failure(with(field, "\"" + "x".repeat(5_000) + "\"")).message());
    }

    @Test
    void anEventMayBeNestedAThousandLevelsDeepAndNoDeeper() {
        assertNotNull(ok(with("payload", "[".repeat(999) + "]".repeat(999))));
        assertNotNull(ok(with("payload", "[{\"a\":".repeat(499) + "1" + "}]".repeat(499))));
        String message =
                failure(with("payload", "[".repeat(1_000) + "]".repeat(1_000))).message();
        assertTrue(message.endsWith("nested deeper than 999"), message);
        assertTrue(
                failure(with("payload", "[{\"a\":".repeat(1_000_000))).message().endsWith("nested deeper than 999"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 62, 63, 64, 65, 127, 128, 129, 500, 999})
    void atWhateverDepthEachLevelIsClosedAsItWasOpened(int depth) {
        Random random = new Random(depth);
        List<Boolean> objects = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        StringBuilder close = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            objects.add(random.nextBoolean());
            open.append(objects.get(i) ? "{\"a\":" : "[");
            close.insert(0, objects.get(i) ? "}" : "]");
        }
        assertNotNull(ok(with("payload", open + "1" + close)));
        for (int level : new int[] {0, depth / 2, depth - 1}) {
            int at = depth - 1 - level;
            String wrong = close.substring(0, at) + (objects.get(level) ? "]" : "}") + close.substring(at + 1);
            String message = failure(with("payload", open + "1" + wrong)).message();
            assertTrue(message.contains(objects.get(level) ? "expected , or }" : "expected , or ]"), message);
        }
    }

    @Test
    void anEnvelopeHasAtMostAThousandFieldsOfTheEmittersOwn() {
        StringBuilder fields = new StringBuilder(MINIMAL.substring(0, MINIMAL.length() - 1));
        for (int i = 0; i < 1_000; i++) {
            fields.append(",\"f").append(i).append("\":1");
        }
        assertNotNull(ok(fields + "}"));
        assertTrue(failure(fields + ",\"one-more\":1}").message().startsWith("more than 1000 fields"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xbf, 0xc0, 0xc1, 0xf5, 0xff})
    void aByteThatStartsNoCharacterIsNamedByItsOffset(int wrong) {
        assertInvalidUtf8(new int[] {wrong});
    }

    @Test
    void everyKindOfMalformedUtf8IsRefused() {
        assertInvalidUtf8(new int[] {0xc3}); // cut
        assertInvalidUtf8(new int[] {0xe2, 0x82});
        assertInvalidUtf8(new int[] {0xf0, 0x9f, 0x98});
        assertInvalidUtf8(new int[] {0xe0, 0x80, 0x80}); // overlong
        assertInvalidUtf8(new int[] {0xf0, 0x80, 0x80, 0x80});
        assertInvalidUtf8(new int[] {0xed, 0xa0, 0x80}); // a surrogate
        assertInvalidUtf8(new int[] {0xf4, 0x90, 0x80, 0x80}); // past U+10FFFF
    }

    @Test
    void utf16IsNotReadAsJson() {
        for (var charset : new java.nio.charset.Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            byte[] json = MINIMAL.getBytes(charset);
            assertInstanceOf(Result.Err.class, EventParser.parseDraft(json, 0, json.length));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty input",
                "'  '|empty input",
                "1|an event must be a JSON object, found a number",
                "null|an event must be a JSON object, found null",
                "'[{}]'|an event must be a JSON object, found an array",
                "'{} {}'|text after the event's closing brace",
                "'{}x'|text after the event's closing brace",
                "'{\"a\":1,}'|malformed JSON at byte 7: found '}', expected a field name in quotes",
                "'{\"a\" 1}'|malformed JSON at byte 5: found '1', expected a colon",
                "'{\"a\":01}'|malformed JSON at byte 5: a number must not start with 0",
                "'{\"a\":NaN}'|malformed JSON at byte 5: found 'N', expected a value",
                "'{\"a\":nul}'|malformed JSON at byte 8: found '}', expected null",
                "'{\"a\":\"\\x\"}'|malformed JSON at byte 7: unknown escape \\ before 'x'",
                "'{\"a\":[1}'|malformed JSON at byte 7: found '}', expected , or ]",
                "'hello'|malformed JSON at byte 0: found 'h', expected a value",
            })
    void malformedTextIsNamedWithItsPlace(String json, String message) {
        assertEquals(message, failure(json).message());
    }

    @Test
    void aControlCharacterInsideAStringIsRefused() {
        for (char c = 0; c < 0x20; c++) {
            String message = failure(with("payload", "\"12345678" + c + "\"")).message();
            assertTrue(message.contains("a control character inside a string must be escaped"), message);
        }
        assertNotNull(ok(with("payload", "\"\u007f\u2028\"")));
    }

    @Test
    void anEventCutAtAnyLengthIsRefusedAndNeverThrows() {
        byte[] json = ("{\"order-id\":17,\"stream-name\":\"a\\u00e9é\",\"event-type\":\"t\",\"local-id\":\"l\","
                        + "\"x\":[true,false,null,{}],\"provenance\":{\"a\":\"b\"},"
                        + "\"payload\":{\"n\":-1.5e+3,\"s\":\"\\\"x\\\\\",\"e\":[],\"o\":{}}}")
                .getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(Result.Ok.class, EventParser.parseStored(json, 0, json.length));
        for (int length = 0; length < json.length; length++) {
            byte[] exact = Arrays.copyOf(json, length); // an exact array: reading past the end would throw
            Result<ParsedEvent> result = EventParser.parseStored(exact, 0, length);
            assertInstanceOf(Result.Err.class, result, "cut at " + length);
            assertInstanceOf(Result.Err.class, EventParser.parseStored(json, 0, length), "bounded at " + length);
        }
    }

    @Test
    void onlyTheGivenRangeOfAnArrayIsRead() {
        byte[] json = ("garbage" + MINIMAL + "}}garbage").getBytes(StandardCharsets.UTF_8);
        assertEquals(ok(MINIMAL), okOf(EventParser.parseDraft(json, 7, MINIMAL.length())));
        byte[] bad = ("garbage{\"a\":x}").getBytes(StandardCharsets.UTF_8);
        Result<EventDraft> result = EventParser.parseDraft(bad, 7, 7);
        assertEquals(
                "malformed JSON at byte 5: found 'x', expected a value",
                ((Result.Err<EventDraft>) result).failure().message());
    }

    @Test
    void aStreamNamedByTheRequestStandsInForOneInTheEvent() {
        byte[] without = "{\"event-type\":\"t\",\"payload\":1}".getBytes(StandardCharsets.UTF_8);
        assertEquals(ok(MINIMAL), okOf(EventParser.parseDraftOf("s", null, without, 0, without.length)));
        byte[] with = MINIMAL.getBytes(StandardCharsets.UTF_8);
        assertEquals(ok(MINIMAL), okOf(EventParser.parseDraftOf("s", null, with, 0, with.length)));
        Result<EventDraft> other = EventParser.parseDraftOf("other", null, with, 0, with.length);
        assertEquals(
                "stream-name is 's', the request names 'other'",
                ((Result.Err<EventDraft>) other).failure().message());
    }

    @Test
    void aStreamNamedByTheRequestIsNoLongerThanOneInTheEvent() {
        byte[] json = "{\"event-type\":\"t\",\"payload\":1}".getBytes(StandardCharsets.UTF_8);
        String longest = "s".repeat(4_096);
        assertEquals(
                longest,
                okOf(EventParser.parseDraftOf(longest, null, json, 0, json.length))
                        .streamName());
        for (String wrong : new String[] {longest + "s", "ä".repeat(2_049), ""}) {
            Result<EventDraft> refused = EventParser.parseDraftOf(wrong, null, json, 0, json.length);
            assertTrue(
                    refused instanceof Result.Err<EventDraft> err
                            && err.failure().message().contains("longer than 4096 bytes"),
                    refused::toString);
        }
    }

    private static void assertInvalidUtf8(int[] wrong) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        byte[] start = "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":\"".getBytes(StandardCharsets.UTF_8);
        json.writeBytes(start);
        for (int b : wrong) {
            json.write(b);
        }
        json.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
        Result<EventDraft> result = EventParser.parseDraft(json.toByteArray(), 0, json.size());
        assertFalse(result instanceof Result.Ok, () -> Arrays.toString(wrong));
        assertEquals(
                "invalid UTF-8 at byte " + start.length,
                ((Result.Err<EventDraft>) result).failure().message());
    }

    /** The smallest event with one field set, or added before the payload. */
    private static String with(String field, String value) {
        StringBuilder json = new StringBuilder("{");
        for (String[] pair : new String[][] {{"stream-name", "\"s\""}, {"event-type", "\"t\""}}) {
            if (!pair[0].equals(field)) {
                json.append('"').append(pair[0]).append("\":").append(pair[1]).append(',');
            }
        }
        json.append('"').append(field).append("\":").append(value);
        return json.append(field.equals("payload") ? "}" : ",\"payload\":1}").toString();
    }

    @Test
    void aNumberLongerThanReductionsReadIsRefusedAndOneThatIsStoredAlreadyIsRead() {
        ok(with("payload", "1".repeat(10_000)));
        String longer = with("payload", "[1, " + "1".repeat(10_001) + "]");
        assertTrue(failure(longer).message().contains("a number of 10001 characters, at most 10000"));
        assertEquals(Failure.Kind.BAD_INPUT, failure(longer).kind());
        stored(longer);
    }

    private static EventDraft ok(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return okOf(EventParser.parseDraft(bytes, 0, bytes.length));
    }

    private static ParsedEvent stored(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return okOf(EventParser.parseStored(bytes, 0, bytes.length));
    }

    private static <T> T okOf(Result<T> result) {
        assertInstanceOf(Result.Ok.class, result, result::toString);
        return ((Result.Ok<T>) result).value();
    }

    private static Failure failure(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Result<EventDraft> result = EventParser.parseDraft(bytes, 0, bytes.length);
        assertInstanceOf(Result.Err.class, result, json.length() < 200 ? json : "long input");
        Failure failure = ((Result.Err<EventDraft>) result).failure();
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        return failure;
    }

    private static String body(EventDraft draft) {
        return new String(draft.body(), StandardCharsets.UTF_8);
    }

    private static String payload(EventDraft draft) {
        String body = body(draft);
        return body.substring(body.indexOf("\"payload\":") + 10, body.length() - 1);
    }
}

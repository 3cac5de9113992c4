// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ClojureAvroTest {

    /** Values and how muon-clojure writes them, made apart from the reader. */
    private static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Writer number(long value) {
            BigInteger zigzag = BigInteger.valueOf(value << 1 ^ value >> 63)
                    .and(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
            while (zigzag.bitLength() > 7) {
                bytes.write(zigzag.intValue() & 0x7f | 0x80);
                zigzag = zigzag.shiftRight(7);
            }
            bytes.write(zigzag.intValue());
            return this;
        }

        Writer text(String text) {
            return raw(text.getBytes(StandardCharsets.UTF_8));
        }

        Writer raw(byte[] raw) {
            number(raw.length);
            bytes.writeBytes(raw);
            return this;
        }

        Writer fixed(ByteBuffer value) {
            bytes.writeBytes(value.array());
            return this;
        }

        byte[] done() {
            return bytes.toByteArray();
        }
    }

    private static Writer kind(int kind) {
        return new Writer().number(kind);
    }

    private static String json(byte[] avro) {
        return new String(ok(ClojureAvro.json(avro)), StandardCharsets.UTF_8);
    }

    @Test
    void theArgumentsOfARecordedClientAreReadAsTheJsonTheyMean() {
        List<String> read = new ArrayList<>();
        for (Frames.Frame frame : Frames.of("clojure-client-rpc")) {
            MuonMessage message = ok(MuonMessageCodec.decode(frame.body()));
            MuonMessage inner = ok(SharedMessage.decode(message.payload())).message();
            if (inner.step().equals(Steps.REQUEST_MADE)) {
                RpcRequest request = ok(RpcRequest.decode(inner.payload()));
                assertTrue(request.unreadable().isEmpty());
                assertEquals(Steps.JSON, request.asJson().contentType());
                read.add(request.path() + " " + new String(request.asJson().body(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(
                List.of(
                        "/projection-keys {}",
                        "/projection {\"projection-name\":\"__streams__\"}",
                        "/events {\"service-id\":\"request://chatter\",\"event-type\":\"chatter-event\",\"payload\":"
                                + "{\"id\":\"a\",\"n\":40,\"deep\":[{\"x\":1.5,\"y\":null,\"z\":true}]},"
                                + "\"stream-name\":\"chatter\"}",
                        "/projections {\"projection-name\":\"count\",\"stream-name\":\"chatter\",\"language\":\"clojure\","
                                + "\"reduction\":\"(fn [a b] (inc a))\",\"initial-value\":\"0\"}",
                        "/projection {\"projection-name\":\"count\",\"action\":\"delete\"}"),
                read);
    }

    @Test
    void everyKindOfClojureDataHasItsForm() {
        byte[] big = new BigInteger("-123456789012345678901234567890").toByteArray();
        assertEquals("null", json(kind(1).done()));
        assertEquals("\"\\\"ä\\u0000\"", json(kind(3).text("\"ä\0").done()));
        assertEquals("\"x\"", json(kind(4).number('x').done()));
        assertEquals("\"a/b\"", json(kind(5).number(1).text("a").text("b").done()));
        assertEquals("\"b\"", json(kind(6).number(0).text("b").done()));
        assertEquals("-128", json(kind(7).number(-128).done()));
        assertEquals("2147483647", json(kind(8).number(Integer.MAX_VALUE).done()));
        assertEquals(
                "-9223372036854775808", json(kind(10).number(Long.MIN_VALUE).done()));
        assertEquals("-123456789012345678901234567890", json(kind(11).raw(big).done()));
        assertEquals(
                "0.1",
                json(kind(13).fixed(ByteBuffer.allocate(4)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putFloat(0.1f))
                        .done()));
        assertEquals(
                "1.0E300",
                json(kind(14).fixed(ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putDouble(1e300))
                        .done()));
        assertEquals(
                "12.50",
                json(kind(15).raw(BigInteger.valueOf(1250).toByteArray())
                        .number(2)
                        .done()));
        assertEquals("\"AQI=\"", json(kind(22).raw(new byte[] {1, 2}).done()));
        assertEquals(
                "0.25", json(kind(24).raw(new byte[] {1}).raw(new byte[] {4}).done()));
        for (int array : new int[] {16, 17, 20, 21, 23}) {
            assertEquals(
                    "[null,null]",
                    json(kind(array)
                            .number(1)
                            .number(1)
                            .number(-1)
                            .number(1)
                            .number(1)
                            .number(0)
                            .done()));
        }
        assertEquals(
                "{\"1\":null}",
                json(kind(19).number(2).number(10).number(1).number(1).number(0).done()));
        assertEquals(
                "true", json(kind(0).number(2).number(-1).number(18).number(0).done()), "without its metadata");
    }

    @Test
    void whatHasNoFormInJsonOrIsNoClojureDataIsRefusedWithTheTypesThatAreAccepted() {
        byte[] nan = kind(14).fixed(
                        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(Double.NaN))
                .done();
        byte[] twice = kind(18).number(4)
                .number(3)
                .text("a")
                .number(1)
                .number(6)
                .number(0)
                .text("a")
                .number(1)
                .number(0)
                .done();
        byte[] noValue = kind(18).number(1).number(3).text("a").number(0).done();
        byte[] mapAsKey =
                kind(18).number(2).number(18).number(0).number(1).number(0).done();
        byte[] huge = kind(12).raw(new byte[5_000]).done();
        byte[] container = "Obj\1".getBytes(StandardCharsets.US_ASCII);
        byte[] ratio = kind(24).raw(new byte[] {1}).raw(new byte[] {0}).done();
        for (byte[] wrong :
                List.of(nan, twice, noValue, mapAsKey, huge, container, ratio, new byte[0], new byte[] {2, 2})) {
            Failure failure = failure(ClojureAvro.json(wrong));
            assertEquals(Failure.Kind.UNSUPPORTED_TYPE, failure.kind());
            assertTrue(failure.hint().contains("application/json"), failure.hint());
        }
        assertTrue(new RpcRequest("rpc://photon/x", container, "avro", null)
                .unreadable()
                .isPresent());
    }

    @Test
    void nestingAndLengthsThatAreMadeUpCostNothing() {
        Writer deep = new Writer();
        for (int i = 0; i < 200_000; i++) {
            deep.number(17).number(1);
        }
        assertTrue(failure(ClojureAvro.json(deep.done())).message().contains("nested deeper"));
        Writer metas = new Writer();
        for (int i = 0; i < 200_000; i++) {
            metas.number(0);
        }
        assertTrue(failure(ClojureAvro.json(metas.done())).message().contains("nested deeper"));
        for (long count : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40}) {
            failure(ClojureAvro.json(kind(17).number(count).number(8).done()));
            failure(ClojureAvro.json(kind(3).number(count).done()));
        }
        byte[] scale = kind(15).raw(new byte[] {1}).number(Integer.MAX_VALUE).done();
        assertEquals(0, new BigDecimal("1E-2147483647").compareTo(new BigDecimal(json(scale))));
    }

    @Property(tries = 5_000)
    void anyBytesAreReadOrRefusedAndWhatIsReadIsJson(@ForAll byte[] bytes, @ForAll long seed) {
        readable(bytes);
        byte[] valid = something(new Random(seed));
        readable(valid);
        Random random = new Random(seed + 1);
        for (int i = 0; i < 20 && valid.length > 0; i++) {
            byte[] damaged = java.util.Arrays.copyOf(valid, random.nextInt(valid.length + 1));
            for (int j = 0; j < 3 && damaged.length > 0; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(64);
            }
            readable(damaged);
        }
    }

    private static void readable(byte[] bytes) {
        if (ClojureAvro.json(bytes) instanceof Result.Ok<byte[]> ok) {
            assertNotNull(Frames.json(ok.value()), () -> "not JSON: " + new String(ok.value(), StandardCharsets.UTF_8));
            assertTrue(ok.value().length <= 32 + 24 * bytes.length, "longer than its source allows");
        }
    }

    @Property(tries = 1_000)
    void dataIsReadAsItWasWritten(@ForAll long seed) {
        Random random = new Random(seed);
        Writer writer = new Writer();
        String expected = write(writer, random, 0);
        JsonNode read = Frames.json(ok(ClojureAvro.json(writer.done())));
        assertEquals(Frames.json(expected.getBytes(StandardCharsets.UTF_8)), read);
    }

    private static byte[] something(Random random) {
        Writer writer = new Writer();
        write(writer, random, 0);
        return writer.done();
    }

    /** Writes a value and tells the JSON that it is. */
    private static String write(Writer to, Random random, int depth) {
        int dice = random.nextInt(depth > 4 ? 5 : 8);
        switch (dice) {
            case 0 -> {
                to.number(1);
                return "null";
            }
            case 1 -> {
                long number = random.nextLong() >> random.nextInt(64);
                to.number(10).number(number);
                return Long.toString(number);
            }
            case 2 -> {
                String text = "t" + random.nextInt(1_000);
                to.number(3).text(text);
                return "\"" + text + "\"";
            }
            case 3 -> {
                String name = "k" + random.nextInt(10);
                to.number(6).number(0).text(name);
                return "\"" + name + "\"";
            }
            case 4 -> {
                BigInteger big = new BigInteger(random.nextInt(500), random);
                to.number(random.nextBoolean() ? 11 : 12).raw(big.toByteArray());
                return big.toString();
            }
            case 5, 6 -> {
                int size = random.nextInt(5);
                List<String> parts = new ArrayList<>();
                to.number(random.nextBoolean() ? 16 : 17);
                for (int i = 0; i < size; i++) {
                    to.number(1); // a block of its own
                    parts.add(write(to, random, depth + 1));
                }
                to.number(0);
                return "[" + String.join(",", parts) + "]";
            }
            default -> {
                int size = random.nextInt(5);
                List<String> parts = new ArrayList<>();
                to.number(18);
                if (size > 0) {
                    to.number(2L * size);
                }
                for (int i = 0; i < size; i++) {
                    to.number(3).text("f" + i);
                    parts.add("\"f" + i + "\":" + write(to, random, depth + 1));
                }
                to.number(0);
                return "{" + String.join(",", parts) + "}";
            }
        }
    }
}

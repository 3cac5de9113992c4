// SPDX-License-Identifier: Apache-2.0
package io.photon.backup.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.photon.event.Event;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file, reading it ends with a verdict and never with an exception. */
class BackupFuzzTest {

    @Test
    void noBytesMakeTheReaderThrow() {
        fuzz(20_000);
    }

    @Test
    @Tag("soak")
    void noBytesMakeTheReaderThrowInAMillionCases() {
        fuzz(1_000_000);
    }

    private static void fuzz(int cases) {
        long seed = Seed.any();
        Random random = new Random(seed);
        byte[] backup = backup();
        for (int i = 0; i < cases; i++) {
            byte[] bytes = mutated(backup, random);
            boolean allowIncomplete = random.nextBoolean();
            try {
                Result<BackupSummary> whole = read(bytes, bytes.length, allowIncomplete);
                // The verdict does not depend on how the bytes arrive.
                assertEquals(whole, read(bytes, 1 + random.nextInt(40), allowIncomplete), "seed " + seed);
                if (whole instanceof Result.Err<BackupSummary> err) {
                    assertEquals(Failure.Kind.VERIFICATION_FAILED, err.failure().kind());
                    assertNotNull(err.failure().hint());
                }
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ", case " + i + ": " + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
    }

    private static byte[] mutated(byte[] backup, Random random) {
        byte[] bytes = backup.clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 1; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                case 2 -> bytes = join(bytes, Arrays.copyOfRange(backup, random.nextInt(backup.length), backup.length));
                default -> {
                    byte[] without = Arrays.copyOf(bytes, bytes.length - 1);
                    System.arraycopy(bytes, at + 1, without, at, bytes.length - at - 1);
                    bytes = without;
                }
            }
        }
        return bytes;
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Result<BackupSummary> read(byte[] bytes, int chunk, boolean allowIncomplete) {
        BackupReader reader = new BackupReader(
                new BackupReader.Options(1_024, allowIncomplete, Long.MAX_VALUE), lines -> Optional.empty());
        for (int at = 0; at < bytes.length; at += chunk) {
            reader.feed(bytes, at, Math.min(chunk, bytes.length - at));
        }
        return reader.finish();
    }

    private static byte[] backup() {
        BackupWriter writer = new BackupWriter(Clock.systemUTC(), OptionalLong.of(3));
        for (int id = 3; id < 6; id++) {
            writer.add(Event.ofLine(
                    ("{\"order-id\":" + id + ",\"event-time\":1,\"stream-name\":\"é\",\"event-type\":\"t\","
                                    + "\"local-id\":\"l\",\"schema\":\"1\",\"payload\":{\"a\":[1,-2.5e3,\"x\\n\",null,true]}}")
                            .getBytes(StandardCharsets.UTF_8)));
        }
        return writer.finish();
    }
}

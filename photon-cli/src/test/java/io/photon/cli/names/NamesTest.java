// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamesTest {

    @TempDir
    Path dir;

    private static final NameKey ORDERS = NameKey.of(NameKind.STREAMS, "or");

    private Names names(Clock clock) {
        return new Names(
                "http://a\nsecret",
                Map.of("XDG_CACHE_HOME", dir.toString()),
                () -> Result.err(Kind.UNREACHABLE, "nobody", "start one"),
                clock);
    }

    private NameFile file() {
        return new NameFile(
                Names.folder(Map.of("XDG_CACHE_HOME", dir.toString())).resolve(Names.key("http://a\nsecret")));
    }

    private static NameList list(NameKey key, long askedMs, boolean whole, String... names) {
        return new NameList(key, askedMs, whole, List.of(names));
    }

    @Test
    void whatWasToldIsKnownForAnyLongerBeginningAndGetsStale() throws Exception {
        Clock now = Clock.systemUTC();
        file().put(list(NameKey.of(NameKind.STREAMS, "o"), now.millis(), true, "orders", "other", "o\n$(x)"));
        assertEquals(List.of("orders"), names(now).known(ORDERS));
        assertTrue(names(now).isFresh(ORDERS));
        assertEquals(List.of(), names(now).known(NameKey.of(NameKind.STREAMS, "")), "not all were told");
        assertEquals(List.of(), names(now).known(NameKey.of(NameKind.PROJECTIONS, "o")));
        Clock later = Clock.offset(now, Duration.ofMillis(Names.FRESH_MS));
        assertFalse(names(later).isFresh(ORDERS));
        assertFalse(names(later).refresh(ORDERS), "there is no daemon");
        assertEquals(List.of("orders"), names(later).known(ORDERS), "what is stale is still offered");
        assertFalse(names(Clock.offset(now, Duration.ofHours(-1))).isFresh(ORDERS), "a clock that went back");
    }

    @Test
    void aListThatWasCutAnswersItsOwnBeginningOnly() throws Exception {
        file().put(list(NameKey.of(NameKind.STREAMS, "o"), 1, false, "orders"));
        assertEquals(List.of(), names(Clock.systemUTC()).known(ORDERS));
    }

    @Test
    void theFileIsItsUsersOwnTellsNoUrlAndStaysSmall() throws Exception {
        String[] many = IntStream.range(0, NameQuestions.MOST)
                .mapToObj(i -> "n" + i + "x".repeat(900))
                .toArray(String[]::new);
        for (int i = 0; i < 100; i++) {
            file().put(list(NameKey.of(NameKind.STREAMS, "n" + i), i, true, many));
        }
        try (Stream<Path> files = Files.list(dir.resolve("photon/names"))) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            Path only = all.get(0);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(only)));
            assertTrue(Files.size(only) < 300_000, "it has " + Files.size(only) + " bytes");
            assertFalse(only.toString().contains("secret"), only.toString());
        }
        assertEquals(99, file().read().get(0).askedMs(), "the newest is kept");
    }

    @Test
    void aDamagedFileIsAsNone() throws Exception {
        file().put(list(ORDERS, 1, true, "orders"));
        Path only = Names.folder(Map.of("XDG_CACHE_HOME", dir.toString())).resolve(Names.key("http://a\nsecret"));
        byte[] good = Files.readAllBytes(only);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) 0xff;
            Files.write(only, bad);
            file().read(); // whatever it says, it does not fail
            Files.write(only, java.util.Arrays.copyOf(good, i));
            assertEquals(List.of(), file().read(), "cut to " + i);
        }
    }
}

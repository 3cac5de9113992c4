// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets from where they are kept. */
@Timeout(60)
class SecretReaderTest {

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private Result<String> read(Secret.Place place, String text) {
        return read(place, text, 30_000);
    }

    private Result<String> read(Secret.Place place, String text, long limitMs) {
        return new SecretReader(Map.of("TOKEN", " abc ", "EMPTY", ""), limitMs, warnings::add)
                .read(new Secret(place, text), "the token of context 'prod'");
    }

    private static Failure failure(Result<String> result) {
        return assertInstanceOf(Result.Err.class, result).failure();
    }

    @Test
    void aFileIsReadAndMustNotBeOpenToOthers() throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, "s3cret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(Result.ok("s3cret"), read(Secret.Place.FILE, file.toString()));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("(mode 0644)"), warnings.get(0));
        assertFalse(warnings.get(0).contains("s3cret"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        read(Secret.Place.FILE, file.toString());
        assertEquals(1, warnings.size());
    }

    @Test
    void whatIsMissingOrEmptyNamesItsPlace() {
        String missing = failure(read(Secret.Place.FILE, folder + "/none")).message();
        assertTrue(missing.contains("'prod'") && missing.contains("/none cannot be read"), missing);
        assertTrue(failure(read(Secret.Place.ENV, "NONE")).message().contains("NONE is not set"));
        assertTrue(failure(read(Secret.Place.ENV, "EMPTY")).message().contains("is empty"));
        assertEquals(Result.ok("abc"), read(Secret.Place.ENV, "TOKEN"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "printf abc                    | abc",
                "printf %s 'a b'               | a b",
                "printf %s \"it's\"            | it's",
                "printf %s a\\ b               | a b",
                "echo $HOME ; id > x `id` $(id) && id | $HOME ; id > x `id` $(id) && id",
                "echo * ~                      | * ~",
            })
    void aProgramGetsItsWordsAndNoShellSeesThem(String command, String secret) {
        assertEquals(Result.ok(secret), read(Secret.Place.COMMAND, command));
    }

    @Test
    void aProgramThatFailsOrIsNotThereIsSaid() {
        assertTrue(failure(read(Secret.Place.COMMAND, "false")).message().endsWith("'false' ended with exit code 1"));
        assertTrue(failure(read(Secret.Place.COMMAND, "/nonexistent/pass x"))
                .message()
                .contains("cannot be run"));
        assertTrue(failure(read(Secret.Place.COMMAND, "true")).message().contains("is empty"));
        assertTrue(failure(read(Secret.Place.COMMAND, "printf 'a")).message().contains("ends inside of '"));
        assertTrue(
                failure(read(Secret.Place.COMMAND, "cat /dev/zero")).message().contains("are not a secret"));
    }

    @Test
    void aProgramThatDoesNotEndIsEndedWithAllThatItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        Failure failure =
                failure(read(Secret.Place.COMMAND, "sh -c 'sleep 987 & echo $! > " + pid + "; sleep 987'", 3_000));
        assertEquals(Failure.Kind.TIMED_OUT, failure.kind());
        assertTrue(failure.message().contains("did not end within 3000 ms"), failure.message());
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElse(null);
        if (child != null) {
            try {
                child.onExit().get(30, TimeUnit.SECONDS);
            } finally {
                child.destroyForcibly();
            }
        }
    }
}

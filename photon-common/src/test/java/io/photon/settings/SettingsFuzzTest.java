// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.photon.result.Failure;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/reliability scenario 22, the settings: whatever is given is read or refused with words. */
class SettingsFuzzTest {

    private static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "3000",
            "65536",
            "16MiB",
            "16 mib",
            "1e9",
            "9223372036854775808",
            "10s",
            "1d3h",
            "true",
            "yes",
            "h2",
            "oracle",
            "/tmp/x",
            "\\u0000",
            "\\u00",
            "a,b,,c",
            "https://example.org",
            "amqp://u:p@h/%2f",
            "ünïcödé \uD83D\uDE00",
            "x".repeat(5_000));

    @TempDir
    Path folder;

    @Test
    void whateverTheSettingsAreTheyAreReadOrRefusedWithWords() throws IOException {
        fuzz(20_000);
    }

    @Test
    @Tag("soak")
    void theSameForAMillionCases() throws IOException {
        fuzz(1_000_000);
    }

    private void fuzz(int cases) throws IOException {
        long seed = Seed.any();
        System.out.println("SettingsFuzzTest seed " + seed);
        for (int i = 0; i < cases; i++) {
            try {
                one(new Random(seed + i));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + (seed + i), e);
            }
        }
    }

    private void one(Random random) throws IOException {
        Path file = folder.resolve("photon.properties");
        Files.write(file, file(random));
        List<String> arguments = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String option = (random.nextBoolean() ? "-" : "--") + key(random);
            if (random.nextInt(3) == 0) {
                arguments.add(option + "=" + value(random));
            } else {
                arguments.add(option);
                arguments.add(value(random));
            }
        }
        Map<String, String> environment = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name =
                    "PHOTON_" + key(random).toUpperCase(java.util.Locale.ROOT).replaceAll("\\W", "_");
            environment.put(name, value(random));
        }
        LoadedSettings loaded = SettingsReader.read(
                SettingArguments.of(arguments),
                random.nextInt(4) == 0 ? file : null,
                new Surroundings(environment, folder, folder, 2, ClassLoader.getPlatformClassLoader()));
        if (loaded instanceof LoadedSettings.Bad bad) {
            assertFalse(bad.errors().isEmpty());
            for (Failure error : bad.errors()) {
                assertFalse(error.message().isBlank());
                assertNotNull(error.hint(), error.message());
            }
        } else if (loaded instanceof LoadedSettings.Good good) {
            SettingsTable.rows().forEach(row -> good.settings().find(row));
        }
    }

    private static String key(Random random) {
        List<String> keys = SettingRows.BUILT_IN.keys();
        String key = keys.get(random.nextInt(keys.size()));
        return switch (random.nextInt(8)) {
            case 0 -> key + (char) ('a' + random.nextInt(26));
            case 1 -> key.substring(random.nextInt(key.length()));
            case 2 -> "no.such-setting";
            default -> key;
        };
    }

    private static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static byte[] file(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(key(random)).append(random.nextBoolean() ? "=" : " : ").append(value(random));
            text.append(random.nextInt(6) == 0 ? "\\\n" : "\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}

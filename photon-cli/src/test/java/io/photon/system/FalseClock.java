// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import io.photon.testing.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;

/** A clock that is wrong, for processes that are started with its {@link #environment}; that of the machine stays as it is. */
final class FalseClock {

    private final Path file;

    /** Set right at first. @param file for its own use, in a folder that is there */
    FalseClock(Path file) {
        this.file = file;
        set(0);
    }

    /** From now on, also for processes that run already. @param offsetS seconds ahead, or back when negative */
    void set(long offsetS) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, String.format(Locale.ROOT, "%+d", offsetS));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", // else every timed wait of the JVM spins
                "0");
    }

    private static Path library() {
        Path library = null;
        for (String folder : new String[] {"x86_64-linux-gnu", "aarch64-linux-gnu", "."}) {
            Path candidate = Path.of("/usr/lib", folder, "faketime/libfaketimeMT.so.1");
            library = Files.exists(candidate) ? candidate : library;
        }
        Requirement.met(library != null, "a false clock needs libfaketime: apt install faketime");
        return library;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How many files a file system can hold, which Java does not tell. @param total how many @param free how many more */
record Inodes(long total, long free) {

    private static final long LIMIT_MS = 5_000;

    /** Asks {@code stat}; empty where there is none, where it does not answer, and for file systems that do not count. */
    static Optional<Inodes> of(Path folder) {
        try {
            Process stat = new ProcessBuilder("stat", "-f", "-c", "%c %d", "--", folder.toString())
                    .redirectErrorStream(true)
                    .start();
            try (InputStream out = stat.getInputStream()) {
                stat.getOutputStream().close();
                if (!stat.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS)) {
                    return Optional.empty(); // a mount that hangs
                }
                return parse(new String(out.readNBytes(100), StandardCharsets.US_ASCII).strip());
            } finally {
                stat.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty(); // no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Inodes> parse(String told) {
        if (!told.matches("[0-9]{1,18} [0-9]{1,18}")) {
            return Optional.empty();
        }
        String[] counts = told.split(" ");
        Inodes inodes = new Inodes(Long.parseLong(counts[0]), Long.parseLong(counts[1]));
        return Optional.of(inodes).filter(some -> some.total() > 0);
    }
}

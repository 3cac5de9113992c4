// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of stores in servers that have not been used from here for a long time, as of one that was set up anew since: each
 * has a folder of its own, and nothing else would ever remove it. Should its store come back, it is folded anew.
 */
final class FormerSnapshots {

    private static final Logger LOG = LoggerFactory.getLogger(FormerSnapshots.class);

    /** Someone who goes from one store to another and back does so sooner. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final Pattern FOLDER =
            Pattern.compile("[a-z0-9]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private FormerSnapshots() {}

    /** @param own the folder in use, next to which the others are */
    static void remove(Path own, Instant now) {
        try (Stream<Path> all =
                Files.list(Objects.requireNonNull(own.toAbsolutePath().getParent()))) {
            for (Path each : all.toList()) {
                String name = each.getFileName().toString();
                if (FOLDER.matcher(name).matches()
                        && !name.equals(own.getFileName().toString())
                        && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)
                        && lastUsed(each).plus(KEPT).isBefore(now)) {
                    removeUnused(each);
                }
            }
        } catch (IOException e) {
            LOG.warn("snapshots of earlier stores next to {} stay: {}", own, e.toString());
        }
    }

    /** Each start writes the lock. */
    private static Instant lastUsed(Path folder) throws IOException {
        Instant last = Files.getLastModifiedTime(folder).toInstant();
        for (Path each : files(folder)) {
            last = latest(last, each);
        }
        Path lock = StoreLock.file(folder);
        return Files.exists(lock) ? latest(last, lock) : last;
    }

    private static Instant latest(Instant last, Path file) throws IOException {
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        return changed.isAfter(last) ? changed : last;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static void removeUnused(Path folder) throws IOException {
        if (!(StoreLock.take(folder) instanceof Result.Ok<StoreLock> lock)) {
            return; // another Photon has it
        }
        StoreLock held = lock.value();
        try (held) {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
            Files.delete(StoreLock.file(folder));
        }
        LOG.info("removed {}, the snapshots of a store that was not used from here for {} days", folder, KEPT.toDays());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerSnapshotsTest {

    private static final Instant NOW = Instant.now();
    private static final Duration LONG = FormerSnapshots.KEPT.plusDays(1);

    @TempDir
    Path folder;

    /** As a Photon left it that was stopped some time ago. */
    private Path left(String name, Duration ago) throws Exception {
        Path made = folder.resolve(name);
        StoreLock.take(made).value().close();
        Files.createDirectory(made);
        Files.writeString(made.resolve("a.mv"), "a value");
        age(made.resolve("a.mv"), ago);
        age(made, ago);
        age(lockOf(made), ago);
        return made;
    }

    private Path lockOf(Path made) {
        return folder.resolve(made.getFileName() + ".lock");
    }

    private static void age(Path path, Duration ago) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(NOW.minus(ago)));
    }

    private static String store(String backend) {
        return backend + "-" + UUID.randomUUID();
    }

    private Set<String> there() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void whatNoPhotonHasUsedForLongIsRemovedAndNothingElse() throws Exception {
        Path own = left(store("redis"), LONG);
        Path young = left(store("redis"), Duration.ofDays(1));
        Path onlyWritten = left(store("mongo"), LONG);
        age(onlyWritten.resolve("a.mv"), Duration.ofDays(1));
        Path onlyStarted = left(store("mongo"), LONG);
        age(lockOf(onlyStarted), Duration.ofDays(1));
        Path inUse = left(store("riak"), LONG);
        Path ofAnother = left("my-things", LONG);
        Set<String> kept = there();
        left(store("redis"), LONG);
        left(store("cassandra"), LONG);
        try (StoreLock lock = StoreLock.take(inUse).value()) {
            age(lockOf(inUse), LONG);
            FormerSnapshots.remove(own, NOW);
            assertEquals(kept, there(), young + ", " + ofAnother + ", " + lock);
        }
    }
}

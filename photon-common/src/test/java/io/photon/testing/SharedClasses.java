// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * What a server of the tests takes its classes from, so that each start does not parse and verify ten thousand of them: an archive next to
 * its jars. The first start in a checkout lists the classes and makes it, which costs as much as one start more; others that begin
 * before it is there go without. Not for several threads.
 */
final class SharedClasses {

    private static final long LIMIT_SECONDS = 120;

    private final List<Path> jars;
    private final Path archive;
    private final Path list;
    /** Held while this start lists the classes and makes the archive, otherwise null. */
    private final FileChannel making;

    /** @param jars in the order of the class path, all in one folder @param folder of the server, for the list */
    SharedClasses(List<Path> jars, Path folder) throws IOException {
        this.jars = jars;
        Path home = jars.get(0).toAbsolutePath().getParent().getParent();
        this.archive = home.resolve("classes-" + key(jars) + ".jsa");
        this.list = folder.resolve("classes.list");
        this.making = Files.exists(archive) ? null : claim(home.resolve("classes.lock"));
    }

    /** Java and the jars: it compares both itself, too, and would go without an archive that does not fit. */
    private static String key(List<Path> jars) throws IOException {
        StringBuilder seen = new StringBuilder(System.getProperty("java.vm.version"));
        seen.append(System.getProperty("java.home"));
        for (Path jar : jars) {
            seen.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
        }
        CRC32 sum = new CRC32();
        sum.update(seen.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    /** @return null when another start makes it */
    private static FileChannel claim(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // another start of this process
        }
        channel.close();
        return null;
    }

    String classPath() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** For the server's command line. */
    List<String> options() {
        if (making != null) {
            return List.of("-XX:DumpLoadedClassList=" + list);
        }
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }

    /** To be called when the server is up, or did not come up. @param isUp whether its list has all that a start needs */
    void started(boolean isUp) throws IOException {
        if (making == null) {
            return;
        }
        try (making) {
            if (isUp && !Files.exists(archive)) {
                make();
            }
        }
    }

    private void make() throws IOException {
        String listed = Files.readString(list);
        Path whole = list.resolveSibling("classes.whole"); // the server is still writing the last line
        Files.writeString(whole, listed.substring(0, listed.lastIndexOf('\n') + 1));
        Path made = Files.createTempFile(archive.getParent(), "making", ".jsa");
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-Xshare:dump",
                            "-XX:+UseSerialGC",
                            "-XX:SharedClassListFile=" + whole,
                            "-XX:SharedArchiveFile=" + made,
                            "-cp",
                            classPath())
                    .redirectErrorStream(true)
                    .redirectOutput(list.resolveSibling("classes.log").toFile())
                    .start();
            boolean isMade = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            process.destroyForcibly();
            if (isMade) {
                Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.deleteIfExists(made);
        }
    }
}

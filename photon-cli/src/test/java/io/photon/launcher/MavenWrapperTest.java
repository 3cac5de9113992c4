// SPDX-License-Identifier: Apache-2.0
package io.photon.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw} with a repository of the test's own, whose Maven only says how it was called. */
class MavenWrapperTest {

    private static final Path PINNED = Path.of(".mvn/wrapper/maven-wrapper.properties");
    private static final String ARCHIVE = "/org/apache/maven/apache-maven/9.8.7/apache-maven-9.8.7-bin.zip";

    @TempDir
    Path dir;

    private final AtomicInteger fetched = new AtomicInteger();
    private HttpServer repository;
    private byte[] archive;

    @BeforeEach
    void open() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("apache-maven-9.8.7/bin/mvn"));
            zip.write("#!/bin/sh\necho \"called with $*\"\n".getBytes(StandardCharsets.US_ASCII));
        }
        archive = bytes.toByteArray();
        repository = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        repository.createContext(ARCHIVE, exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        repository.start();
    }

    @AfterEach
    void close() {
        repository.stop(0);
    }

    private record Ran(int code, String out, String err) {}

    private Ran run(String sum) throws Exception {
        Path project = Files.createDirectories(dir.resolve("project"));
        Files.copy(
                Script.ROOT.resolve("mvnw"),
                project.resolve("mvnw"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(project.resolve(PINNED).getParent());
        Files.writeString(project.resolve(PINNED), "# pinned\nmavenVersion=9.8.7\nsha256=" + sum + "\n");
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(project.resolve("mvnw").toString(), "verify", "-Dx=a b")
                .directory(dir.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("MAVEN_USER_HOME", dir.resolve("home").toString());
        builder.environment()
                .put(
                        "MVNW_REPOURL",
                        "http://127.0.0.1:" + repository.getAddress().getPort());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private String sum() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
    }

    @Test
    void thePinnedMavenIsFetchedOnceAndCalledWithWhatWasGiven() throws Exception {
        for (int i = 0; i < 2; i++) {
            Ran ran = run(sum());
            assertEquals(0, ran.code(), ran.err());
            assertEquals("called with verify -Dx=a b\n", ran.out());
        }
        assertEquals(1, fetched.get());
        try (Stream<Path> kept = Files.list(dir.resolve("home/wrapper"))) {
            assertEquals(1, kept.count(), "nothing is left over");
        }
    }

    @Test
    void anotherArchiveThanThePinnedOneIsNotRunNorKept() throws Exception {
        Ran ran = run("0".repeat(64));
        assertEquals(1, ran.code());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("the sum of apache-maven-9.8.7-bin.zip is not the one in"), ran.err());
        try (Stream<Path> kept = Files.list(dir.resolve("home/wrapper"))) {
            assertEquals(0, kept.count());
        }
    }

    @Test
    void aRepositoryThatDoesNotHaveItIsNamed() throws Exception {
        repository.removeContext(ARCHIVE);
        Ran ran = run(sum());
        assertEquals(1, ran.code());
        assertTrue(ran.err().contains("does not come from http://127.0.0.1:"), ran.err());
    }

    @Test
    void theProjectPinsOneVersionWithItsSum() throws IOException {
        List<String> lines = Files.readAllLines(Script.ROOT.resolve(PINNED));
        assertTrue(lines.stream().anyMatch(line -> line.matches("mavenVersion=3\\.9\\.\\d+")), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches("sha256=[0-9a-f]{64}")), lines.toString());
        assertFalse(
                lines.stream().anyMatch(line -> line.contains("://")),
                "where it comes from is the machine's own affair");
    }
}

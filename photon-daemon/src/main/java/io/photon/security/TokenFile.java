// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import io.photon.os.SystemError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token a daemon leaves for its own user (docs/architecture): {@code PORT.token}, mode 0600, lines {@code pid=},
 * {@code started=} (ms since 1970) and {@code token=}. Written after the port is bound, removed at the stop.
 */
public final class TokenFile implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final List<Path> files;
    private final String content;

    private TokenFile(List<Path> files, String content) {
        this.files = files;
        this.content = content;
    }

    /** 256 random bits, new for each start. */
    public static String newToken() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /**
     * Writes the file whole or not at all; one that a daemon killed left behind is replaced.
     *
     * @param directories made when missing, closed to others; one after the first may be one that cannot be written to
     * @throws IOException when it cannot be written into the first
     */
    public static TokenFile write(List<Path> directories, int port, String token, long startedMs) throws IOException {
        String content = "pid=" + ProcessHandle.current().pid() + "\nstarted=" + startedMs + "\ntoken=" + token + "\n";
        List<Path> files = new ArrayList<>();
        for (Path directory : directories) {
            try {
                files.add(write(directory, port, content));
            } catch (IOException e) {
                if (files.isEmpty()) {
                    throw e;
                }
                LOG.info("the token is not in {}, too: {}", directory, SystemError.reason(e));
            }
        }
        return new TokenFile(List.copyOf(files), content);
    }

    private static Path write(Path directory, int port, String content) throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownDirectory = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        FileAttribute<?>[] ownFile = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownDirectory);
        }
        Path file = directory.resolve(port + ".token");
        Path beside = directory.resolve(port + ".token."
                + ProcessHandle.current().pid() + "." + newToken().substring(0, 8));
        try {
            try (FileChannel channel = FileChannel.open(
                    beside, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownFile)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        return file;
    }

    /** Removes the files that are still ours: another daemon may have taken the port since. */
    @Override
    public void close() throws IOException {
        for (Path file : files) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(file, StandardCharsets.US_ASCII).equals(content)) {
                Files.deleteIfExists(file);
            }
        }
    }
}

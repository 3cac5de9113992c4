// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import io.photon.os.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** A random secret in a file of its own, a line that only its owner may read (0600). */
public final class KeptSecret {

    private static final int MAX_BYTES = 4_096;

    /** @param isNew whether it was made by this */
    public record Kept(String text, boolean isNew) {}

    private KeptSecret() {}

    /**
     * What a file keeps, without white space around it; empty when there is no such file.
     *
     * @throws IOException when it cannot be read, or is no secret: empty or very long
     */
    public static Optional<String> read(Path file) throws IOException {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is longer than a secret");
            }
            text = Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            throw new IOException("it is empty");
        }
        return Optional.of(text);
    }

    /** The same; one is made when there is none. Of two processes that make one at the same time both get the same. */
    public static Kept readOrMake(Path file, Supplier<String> random) throws IOException {
        Optional<String> there = read(file);
        if (there.isPresent()) {
            return new Kept(there.get(), false);
        }
        boolean made = make(file, random.get());
        return new Kept(read(file).orElseThrow(() -> new NoSuchFileException(file.toString())), made);
    }

    private static boolean make(Path file, String secret) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        PrivateFiles.createFolders(folder);
        Path fresh = folder.resolve(file.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel channel =
                    PrivateFiles.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer line = StandardCharsets.UTF_8.encode(secret + "\n");
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            }
            Files.createLink(file, fresh);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false; // another process was first
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Standard input, output and error, also when one of them was closed ({@code <&-}). The next file that is opened gets its
 * number then: one of Java's own, which would be read as input, or later a file of the store, into which messages would
 * be written. A closed one is as {@code /dev/null}.
 */
public final class StandardStreams {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int NUMBERS = 3;

    /** Never closed, not even by the garbage collector. */
    private static final List<Closeable> OCCUPIED = new ArrayList<>();

    private StandardStreams() {}

    /** Takes the numbers that are free. To be called before anything else opens a file. */
    public static void occupy() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return; // no way to tell here
        }
        for (int number = 0; number < NUMBERS; number++) {
            if (!Files.exists(descriptor(number), LinkOption.NOFOLLOW_LINKS)) {
                OCCUPIED.add(number == 0 ? new FileInputStream("/dev/null") : new FileOutputStream("/dev/null"));
            }
        }
    }

    static InputStream in() {
        return isJavas(0) ? InputStream.nullInputStream() : new StandardInput();
    }

    /**
     * Java 17 asks a file for its position when all of it is to be read, and a pipe has none. It stays a file, though:
     * {@link Console} asks where one stands.
     */
    private static final class StandardInput extends FileInputStream {

        private static final int BUFFER = 8_192;

        StandardInput() {
            super(FileDescriptor.in);
        }

        @Override
        public byte[] readAllBytes() throws IOException {
            return readNBytes(Integer.MAX_VALUE);
        }

        @Override
        public byte[] readNBytes(int length) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            int read = 0;
            while (read >= 0 && all.size() < length) {
                read = read(buffer, 0, Math.min(buffer.length, length - all.size()));
                all.write(buffer, 0, Math.max(0, read));
            }
            return all.toByteArray();
        }

        @Override
        public long transferTo(OutputStream out) throws IOException {
            long moved = 0;
            byte[] buffer = new byte[BUFFER];
            for (int read = read(buffer); read >= 0; read = read(buffer)) {
                out.write(buffer, 0, read);
                moved += read;
            }
            return moved;
        }
    }

    public static OutputStream out() {
        return isJavas(1) ? OutputStream.nullOutputStream() : new FileOutputStream(FileDescriptor.out);
    }

    public static OutputStream err() {
        return isJavas(2) ? OutputStream.nullOutputStream() : new FileOutputStream(FileDescriptor.err);
    }

    private static Path descriptor(int number) {
        return DESCRIPTORS.resolve(Integer.toString(number));
    }

    /** Whether it is a file that the JVM opened for itself before the program began. */
    private static boolean isJavas(int number) {
        try {
            Path target = Files.readSymbolicLink(descriptor(number));
            if (target.startsWith("/dev") || !target.isAbsolute()) {
                return false;
            }
            if (target.startsWith(Path.of(System.getProperty("java.home")).toRealPath())) {
                return true;
            }
            for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
                if (entry.endsWith(".jar")
                        && Files.exists(Path.of(entry))
                        && Files.isSameFile(Path.of(entry), target)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no /proc here, or a name that is gone: what the caller gave
        }
    }
}

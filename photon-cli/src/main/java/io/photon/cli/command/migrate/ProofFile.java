// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.migrate;

import io.photon.cli.output.Console;
import io.photon.cli.output.DataFile;
import io.photon.migration.Compared;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file of {@code --report}: a line for each stream, then what was done. Lines of JSON, or with the ending .txt text. */
final class ProofFile implements AutoCloseable {

    /** Null for no report. */
    private final @Nullable DataFile file;

    private final boolean isText;

    private ProofFile(@Nullable DataFile file, boolean isText) {
        this.file = file;
        this.isText = isText;
    }

    /** @param path null for none */
    static ProofFile open(@Nullable Path path, Console console) throws IOException {
        return path == null
                ? new ProofFile(null, false)
                : new ProofFile(
                        DataFile.open(path, DataFile.Packing.none, console),
                        path.toString().endsWith(".txt"));
    }

    /** One more stream. */
    void add(Compared stream) {
        if (file != null) {
            write(file, isText ? stream.line().getBytes(java.nio.charset.StandardCharsets.UTF_8) : stream.json());
        }
    }

    /** The last line. @param json what was done @param text the same for people */
    void end(byte[] json, String text) throws IOException {
        if (file != null) {
            write(file, isText ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8) : json);
            keep();
        }
    }

    /** A report of what differs is kept, too. */
    void keep() throws IOException {
        if (file != null) {
            file.out().flush();
            file.keep();
        }
    }

    private static void write(DataFile file, byte[] line) {
        file.out().write(line, 0, line.length);
        file.out().write('\n');
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}

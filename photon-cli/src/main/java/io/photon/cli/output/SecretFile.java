// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import io.photon.os.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a secret is written to that only its owner may read: a file is made anew with the mode 0600, whole or not at all; a link
 * is followed, and pipes and devices are written to as they are.
 */
public final class SecretFile {

    private final WritePlace place;

    private SecretFile(WritePlace place) {
        this.place = place;
    }

    /**
     * Makes nothing yet.
     *
     * @param name as the user gave it; {@code -} is the standard output
     * @throws IOException why nothing can be written under that name
     */
    public static SecretFile of(Path name) throws IOException {
        return new SecretFile(WritePlace.of(name));
    }

    /** Whether it is the standard output of this process. */
    public boolean isStdout() {
        return place.kind() == WritePlace.Kind.STDOUT;
    }

    /** Whether this user may write there, as far as can be known before. */
    public boolean isWritable() {
        return switch (place.kind()) {
            case STDOUT -> true;
            case FILE -> Files.isWritable(place.path().getParent());
            case DIRECT -> Files.isWritable(place.path());
        };
    }

    /** Writes it; not for the standard output. @throws IOException when it cannot, or it may not survive a power cut */
    public void write(byte[] content) throws IOException {
        if (place.kind() == WritePlace.Kind.FILE) {
            PrivateFiles.replace(place.path(), content);
            return;
        }
        try (OutputStream out = Channels.newOutputStream(place.open())) {
            out.write(content);
        }
    }
}

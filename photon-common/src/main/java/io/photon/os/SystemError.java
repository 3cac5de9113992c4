// SPDX-License-Identifier: Apache-2.0
package io.photon.os;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Errors of the operating system that are told apart. Java gives the system's words only, and these are in the language
 * of the process's locale: so besides the English ones the translated ones are known, learned from the system itself.
 */
public enum SystemError {
    NO_SPACE("No space left on device", SystemError::provokeNoSpace),
    QUOTA("Disk quota exceeded", Optional::empty),
    TOO_MANY_FILES("Too many open files", Optional::empty),
    TOO_MANY_FILES_IN_SYSTEM("Too many open files in system", Optional::empty),
    BROKEN_PIPE("Broken pipe", SystemError::provokeBrokenPipe);

    /** Chains of causes can be circles. */
    private static final int MAX_CAUSES = 20;

    private final String english;
    private final Provocation provocation;
    private volatile @Nullable String local;

    /** A way to hear the system say it. */
    private interface Provocation {
        Optional<String> words();
    }

    SystemError(String english, Provocation provocation) {
        this.english = english;
        this.provocation = provocation;
    }

    /** Whether a disk has no room, or its user may have no more of it. */
    public static boolean isNoRoom(Throwable thrown) {
        return NO_SPACE.isSaidBy(thrown) || QUOTA.isSaidBy(thrown);
    }

    /** Whether the process or the machine has no descriptor left. */
    public static boolean isNoDescriptor(Throwable thrown) {
        return TOO_MANY_FILES.isSaidBy(thrown) || TOO_MANY_FILES_IN_SYSTEM.isSaidBy(thrown);
    }

    /** Whether this is what an exception, or one that caused it, is about. */
    public boolean isSaidBy(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause.getMessage() != null && isIn(cause.getMessage())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private boolean isIn(String message) {
        if (message.contains(english)) {
            return true;
        }
        String words = local;
        if (words == null) {
            words = provocation
                    .words()
                    .or(() -> Translations.ofThisProcess().of(english))
                    .orElse(english);
            local = words;
        }
        return message.contains(words);
    }

    /** Why a file could not be used, in words for people: without the class of the exception. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "there is a file where a folder is wanted";
        }
        String words =
                e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.getMessage();
        return words == null ? "the system gives no reason" : words;
    }

    private static Optional<String> provokeNoSpace() {
        try (FileOutputStream full = new FileOutputStream("/dev/full")) {
            full.write(0);
            return Optional.empty();
        } catch (IOException e) {
            return e instanceof java.io.FileNotFoundException ? Optional.empty() : words(e);
        }
    }

    private static Optional<String> provokeBrokenPipe() {
        try {
            Pipe pipe = Pipe.open();
            pipe.source().close();
            try (Pipe.SinkChannel sink = pipe.sink()) {
                sink.write(ByteBuffer.allocate(1));
            }
            return Optional.empty();
        } catch (IOException e) {
            return words(e);
        }
    }

    private static Optional<String> words(IOException e) {
        return Optional.ofNullable(e.getMessage()).filter(words -> !words.isBlank());
    }
}

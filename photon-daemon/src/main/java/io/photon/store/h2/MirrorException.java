// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.os.SystemError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** H2 could not do what was asked; what H2 threw, whatever its kind, is the cause. */
final class MirrorException extends Exception {

    private static final long serialVersionUID = 1;

    MirrorException(@Nullable Throwable cause) {
        super(words(cause), cause);
    }

    MirrorException(String message) {
        super(message);
    }

    /** Whether the disk has no room. */
    boolean isForWantOfSpace() {
        return SystemError.isNoRoom(this);
    }

    /**
     * Whether the system would not, rather than the file's bytes being wrong: a missing right, a limit, a failing disk, a
     * write that did not come to pass. A file that ends too soon is another matter.
     */
    boolean isOfTheSystem() {
        boolean system = false;
        for (Throwable cause = this; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return false;
            }
            system |= cause instanceof FileSystemException && !(cause instanceof NoSuchFileException)
                    || cause instanceof ClosedChannelException
                    || cause.getClass() == IOException.class
                    || cause instanceof MVStoreException h2 && h2.getErrorCode() == DataUtils.ERROR_WRITING_FAILED;
        }
        return system;
    }

    /** Whether the heap has no room. */
    boolean isForWantOfMemory() {
        for (Throwable cause = this; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    /** Whether the bytes of the file are wrong, so that to read them again would come to the same. */
    boolean isOfTheFile() {
        return !isOfTheSystem() && !isForWantOfMemory() && !isForWantOfSpace() && !isLocked() && !isClosed();
    }

    /** Whether the database was closed while it was asked. */
    private boolean isClosed() {
        for (Throwable cause = this; cause != null; cause = cause.getCause()) {
            if (cause instanceof MVStoreException h2 && h2.getErrorCode() == DataUtils.ERROR_CLOSED) {
                return true;
            }
        }
        return false;
    }

    /** Whether another program has the database open. */
    boolean isLocked() {
        return getCause() instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1
                || getCause() instanceof MVStoreException h2 && h2.getErrorCode() == DataUtils.ERROR_FILE_LOCKED;
    }

    /** An H2 error in a line. */
    private static String words(@Nullable Throwable e) {
        String message = e instanceof SQLException || e instanceof MVStoreException
                ? String.valueOf(e.getMessage())
                : String.valueOf(e);
        int end = message.indexOf("; SQL statement");
        return "H2 says " + (end < 0 ? message : message.substring(0, end)).replace('\n', ' ');
    }
}

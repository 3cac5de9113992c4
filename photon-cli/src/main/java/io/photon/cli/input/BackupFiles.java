// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.backup.format.BackupReader;
import io.photon.backup.format.BackupSummary;
import io.photon.cli.zstd.NoZstdException;
import io.photon.codec.GapJson;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Checks backups without a daemon. */
public final class BackupFiles {

    private BackupFiles() {}

    /**
     * Reads a chain of backups to its end.
     *
     * @param files in order; empty for {@code stdin}
     * @param progress hears how many bytes have been read, packed as they are
     * @return {@code {"backups","events","first","last","bytes","complete"}}, with {@code "gaps"} where something was
     *     damaged when they were made, or VERIFICATION_FAILED with line and reason
     */
    public static Result<byte[]> verify(
            List<Path> files, InputStream stdin, boolean allowIncomplete, LongConsumer progress) {
        return read(
                        files,
                        stdin,
                        new BackupReader(BackupReader.Options.standalone(allowIncomplete), lines -> Optional.empty()),
                        progress)
                .map(found -> json(found));
    }

    /** The same for any reader of them: what it says, with the name of the file where that helps. */
    static Result<BackupSummary> read(List<Path> files, InputStream stdin, BackupReader reader, LongConsumer progress) {
        try (BackupInput chain = new BackupInput(files, stdin);
                InputStream input = chain.observed(progress)) {
            Result<BackupSummary> read = reader.readAll(input);
            String place = files.size() > 1
                    ? chain.currentName()
                    : files.size() == 1 ? files.get(0).toString() : null;
            return read instanceof Result.Err<BackupSummary> err && place != null
                    ? Result.err(err.failure().at(place))
                    : read;
        } catch (java.nio.file.NoSuchFileException e) {
            return Result.err(Failure.Kind.NOT_FOUND, "there is no file " + e.getFile(), "check the path");
        } catch (NoZstdException e) {
            return Result.err(e.failure());
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            return Result.err(
                    Failure.Kind.VERIFICATION_FAILED, "cannot be unpacked: " + e.getMessage(), "take another copy");
        } catch (IOException e) {
            boolean packed = e.getCause() != null && !(e.getCause() instanceof java.nio.file.FileSystemException);
            return Result.err(
                    packed ? Failure.Kind.VERIFICATION_FAILED : Failure.Kind.BAD_INPUT,
                    "cannot be read: " + e.getMessage(),
                    packed ? "the packed file is damaged: take another copy" : "check the file");
        }
    }

    private static byte[] json(BackupSummary found) {
        return ("{\"backups\":" + found.backups() + ",\"events\":" + found.events() + ",\"first\":"
                        + id(found.events(), found.first()) + ",\"last\":" + id(found.events(), found.last())
                        + ",\"bytes\":" + found.bytes() + ",\"complete\":" + found.complete()
                        + (found.gaps().isEmpty() ? "" : ",\"gaps\":" + GapJson.ranges(found.gaps())) + "}\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static String id(long events, long orderId) {
        return events == 0 ? "null" : Long.toString(orderId);
    }
}

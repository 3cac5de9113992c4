package io.photon.daemon;

import io.photon.os.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which store a daemon opens, and where.
 *
 * @param backend {@code h2}, {@code file}, {@code memory} or {@code dummy}
 * @param dataDirectory default place of everything
 * @param filePath the folder of backend {@code file}, null for {@code photon.log} inside the data directory
 * @param h2Path the prefix of backend {@code h2}, null for {@code photon.h2} inside the data directory
 * @param h2StopWait how long a stop waits for the H2 mirror
 * @param h2Adopt which copy to believe when log and database differ: {@code log}, {@code h2}, or null to refuse
 */
public record StoreConfig(
        String backend, Path dataDirectory, Path filePath, Path h2Path, Duration h2StopWait, String h2Adopt) {

    private static final Logger LOG = LoggerFactory.getLogger(StoreConfig.class);

    /** At the usual places, with the usual care for the mirror: 8 s, and no adoption. */
    public static StoreConfig of(String backend, Path dataDirectory) {
        return new StoreConfig(backend, dataDirectory, null, null, Duration.ofSeconds(8), null);
    }

    /** The database's path without its ending. */
    Path h2Prefix() {
        return (h2Path != null ? h2Path : dataDirectory.resolve("photon.h2")).toAbsolutePath();
    }

    /**
     * Takes from others what they may do with the store's files, which an older version or a copy may have left open to
     * them. The folder they lie in stays as it is: it may belong to another user.
     */
    void restrict() {
        Path store = directory();
        if (store == null) {
            return;
        }
        String name = backend.equals("h2")
                ? h2Prefix().getFileName().toString()
                : store.getFileName().toString();
        try (Stream<Path> files = Files.list(store.getParent())) {
            for (Path each : files.toList()) {
                String found = each.getFileName().toString();
                if ((found.equals(name) || found.startsWith(name + ".")) && !PrivateFiles.tryRestrict(each)) {
                    LOG.warn("{} belongs to another user; others may be able to read it", each);
                }
            }
        } catch (IOException e) {
            LOG.warn("the permissions of the files in {} were not checked: {}", store.getParent(), e.toString());
        }
    }

    /** Where the store's files are; null when it has none. */
    Path directory() {
        return switch (backend) {
            case "file" -> (filePath != null ? filePath : dataDirectory.resolve("photon.log")).toAbsolutePath();
            case "h2" -> h2Prefix().resolveSibling(h2Prefix().getFileName() + ".log");
            default -> null;
        };
    }
}

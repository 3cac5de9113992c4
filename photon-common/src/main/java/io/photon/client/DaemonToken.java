// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The token a daemon on this machine leaves for its own user: {@code PORT.token}, mode 0600, lines {@code pid=} and
 * {@code token=}. It is shown to no one but a loopback address, and only when the file is ours, closed to others, and
 * its daemon lives: else a process that squats on the port would be given it.
 */
public final class DaemonToken {

    private static final int MAX_BYTES = 4_096;

    private DaemonToken() {}

    /**
     * What was found.
     *
     * @param identity who to be, {@link Identity#NOBODY} when there is no usable token
     * @param file where the token stands, null when there is none
     * @param note why there is none, in words, or null
     */
    public record Found(
            Identity identity,
            @Nullable Path file,
            @Nullable String note) {}

    /**
     * Looks in {@code $XDG_RUNTIME_DIR/photon}, in {@code /run/user/UID/photon} where that variable is missing as under
     * cron, and in the default data directory; the first usable token counts.
     *
     * @param environment the process environment
     * @param home the user's home directory
     */
    public static Found find(DaemonAddress endpoint, Map<String, String> environment, String home) {
        return find(endpoint, environment, home, Path.of("/run/user"));
    }

    /** @param runtimes where the system keeps a folder for each user's session */
    static Found find(DaemonAddress endpoint, Map<String, String> environment, String home, Path runtimes) {
        if (!endpoint.isLoopback()) {
            return new Found(Identity.NOBODY, null, "the daemon's own token is for loopback addresses only");
        }
        List<Path> files = new ArrayList<>();
        for (Path directory : directories(environment, home, runtimes)) {
            files.add(directory.resolve(endpoint.port() + ".token"));
        }
        Found refused = null;
        for (Path file : files) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Found found = read(file);
                // Not equals: the first equals of a record makes Java write code for it, which takes 30 ms.
                if (!(found.identity() instanceof Identity.Nobody)) {
                    return found;
                }
                refused = refused == null ? found : refused; // as what a killed daemon left behind
            }
        }
        return refused != null
                ? refused
                : new Found(
                        Identity.NOBODY,
                        null,
                        "there is no token of a daemon of this user: no "
                                + String.join(
                                        ", no ",
                                        files.stream().map(Path::toString).toList()));
    }

    private static Set<Path> directories(Map<String, String> environment, String home, Path runtimes) {
        Set<Path> directories = new LinkedHashSet<>();
        String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isEmpty()) {
            directories.add(Path.of(runtime, "photon"));
        }
        uid().ifPresent(uid -> directories.add(runtimes.resolve(uid).resolve("photon")));
        String data = environment.get("XDG_DATA_HOME");
        if (data != null && !data.isEmpty()) {
            directories.add(Path.of(data, "photon"));
        } else if (home != null && !home.isEmpty()) {
            directories.add(Path.of(home, ".local", "share", "photon"));
        }
        return directories;
    }

    private static Optional<String> uid() {
        try {
            Path self = Path.of("/proc/self");
            return Files.exists(self)
                    ? Optional.of(Files.getAttribute(self, "unix:uid").toString())
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // a system that has no such folders either
        }
    }

    /** Reads one token file, after checking whose it is. */
    public static Found read(Path file) {
        try {
            PosixFileAttributes found =
                    Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isRegularFile()) {
                return refused(file, "is not a regular file");
            }
            if (!PosixFilePermissions.toString(found.permissions()).equals("rw-------")) {
                return refused(file, "has mode " + PosixFilePermissions.toString(found.permissions()) + ", not 0600");
            }
            if (!isOurs(file, found)) {
                return refused(file, "belongs to " + found.owner().getName());
            }
            if (found.size() > MAX_BYTES) {
                return refused(file, "has more than " + MAX_BYTES + " bytes");
            }
            return parse(file, Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return refused(file, "is gone");
        } catch (IOException | UnsupportedOperationException e) {
            return refused(file, "cannot be read: " + e.getMessage());
        }
    }

    private static Found parse(Path file, String text) {
        String token = null;
        long pid = -1;
        for (String line : text.split("\n")) {
            if (line.startsWith("token=")) {
                token = line.substring("token=".length()).strip();
            } else if (line.startsWith("pid=")) {
                try {
                    pid = Long.parseLong(line.substring("pid=".length()).strip());
                } catch (NumberFormatException e) {
                    return refused(file, "names no process");
                }
            }
        }
        if (token == null || token.isEmpty() || pid < 1) {
            return refused(file, "holds no token");
        }
        boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        return alive
                ? new Found(new Identity.Token(token), file, null)
                : refused(file, "belongs to process " + pid + ", which is gone");
    }

    /** By number where the system tells our own, else by name. */
    private static boolean isOurs(Path file, PosixFileAttributes found) throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.exists(self)) {
            Object mine = Files.getAttribute(self, "unix:uid");
            return mine.equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        }
        return found.owner().getName().equals(System.getProperty("user.name"));
    }

    private static Found refused(Path file, String why) {
        return new Found(Identity.NOBODY, null, file + " " + why);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Linux tells below {@code /proc}: who listens on a port, and who holds the lock of a file. Empty elsewhere. */
final class Proc {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENS = "0A";

    /** A socket that listens. @param address as people write it, e.g. {@code 127.0.0.1} or {@code *} */
    record Listener(String address, String inode) {

        boolean isLoopback() {
            return address.startsWith("127.") || address.equals("::1");
        }
    }

    private Proc() {}

    /** Who listens on a TCP port; empty when no process does, or where the system does not tell. */
    static List<Listener> listeners(int port) {
        List<Listener> found = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : lines(PROC.resolve(table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > 9 && columns[3].equals(LISTENS)) {
                    String[] local = columns[1].split(":");
                    if (local.length == 2 && Integer.parseInt(local[1], 16) == port) {
                        found.add(new Listener(address(local[0]), columns[9]));
                    }
                }
            }
        }
        return found;
    }

    /** Words of four bytes each, in the order of the machine. */
    static String address(String hex) {
        if (hex.chars().allMatch(c -> c == '0')) {
            return "*";
        }
        if (hex.length() == 8) {
            return four(hex);
        }
        if (hex.startsWith("0000000000000000FFFF0000")) {
            return hex.endsWith("00000000") ? "*" : four(hex.substring(24));
        }
        return hex.equals("00000000000000000000000001000000") ? "::1" : "an IPv6 address";
    }

    private static String four(String hex) {
        StringBuilder text = new StringBuilder();
        for (int i = 6; i >= 0; i -= 2) {
            text.append(Integer.parseInt(hex.substring(i, i + 2), 16)).append(i > 0 ? "." : "");
        }
        return text.toString();
    }

    /** The process that has one of these sockets; empty when it is another user's. */
    static OptionalLong holder(List<Listener> listeners) {
        Set<String> links = new HashSet<>();
        listeners.forEach(listener -> links.add("socket:[" + listener.inode() + "]"));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (hasLink(process.resolve("fd"), links)) {
                    return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            return OptionalLong.empty(); // no /proc here
        }
        return OptionalLong.empty();
    }

    private static boolean hasLink(Path descriptors, Set<String> links) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
            for (Path file : files) {
                if (links.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // another user's, or gone by now
        }
    }

    /** The process that holds a lock of a file; the lock is not touched. */
    static OptionalLong lockHolder(@Nullable Path file) {
        Object inode;
        try {
            inode = Files.getAttribute(file, "unix:ino");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return OptionalLong.empty(); // no such file, or no such system
        }
        for (String line : lines(PROC.resolve("locks"))) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length > 5 && columns[5].endsWith(":" + inode)) {
                return OptionalLong.of(Long.parseLong(columns[4]));
            }
        }
        return OptionalLong.empty();
    }

    /** A process in words, e.g. {@code process 4711 (java)}. */
    static String shown(long pid) {
        Optional<String> command =
                ProcessHandle.of(pid).flatMap(process -> process.info().command());
        return "process " + pid
                + command.map(path -> " (" + Path.of(path).getFileName() + ")").orElse("");
    }

    /** The lines of a file that the system makes; none where there is no such file. */
    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of(); // no such system
        }
    }
}

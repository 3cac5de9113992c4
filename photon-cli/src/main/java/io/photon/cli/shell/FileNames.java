// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Files that a word may name. */
final class FileNames {

    private static final int MOST = 500;

    private FileNames() {}

    /** Sorted; folders end with a slash. Nothing where nothing can be read. */
    static List<String> startingWith(String written) {
        int slash = written.lastIndexOf('/') + 1;
        String folder = written.substring(0, slash);
        String name = written.substring(slash);
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder.isEmpty() ? "." : folder))) {
            for (Path file : files) {
                String each = file.getFileName().toString();
                if (each.startsWith(name) && (!each.startsWith(".") || name.startsWith(".")) && found.size() < MOST) {
                    found.add(folder + each + (Files.isDirectory(file) ? "/" : ""));
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            found.clear(); // no such folder: nothing to offer
        }
        Collections.sort(found);
        return found;
    }
}

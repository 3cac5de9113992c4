// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.registry;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the {@code *.edn} of a folder and of all folders in it, but for those whose names begin with a dot: no loop of
 * links and no large tree that was put there by mistake may hold up the start.
 */
final class DefinitionTree extends SimpleFileVisitor<Path> {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionTree.class);

    static final int MOST_LEVELS = 16;
    static final int MOST_ENTRIES = 10_000;

    private final Path root;
    private final List<Path> found = new ArrayList<>();
    private int entries;

    DefinitionTree(Path root) {
        this.root = root;
    }

    /** In the order of their paths. */
    List<Path> files() {
        return found.stream().sorted().toList();
    }

    private FileVisitResult counted(FileVisitResult result) {
        if (++entries <= MOST_ENTRIES) {
            return result;
        }
        LOG.warn(
                "the folder of projections {} holds more than {} files and folders; the others are not read: put the"
                        + " projections into a folder of their own",
                root,
                MOST_ENTRIES);
        return FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        boolean hidden = !folder.equals(root) && folder.getFileName().toString().startsWith(".");
        return counted(hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
            LOG.warn("the folder {} lies more than {} folders deep and is not read", file, MOST_LEVELS);
        } else if (file.getFileName().toString().endsWith(".edn")) {
            found.add(file);
        }
        return counted(FileVisitResult.CONTINUE);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        if (failure instanceof FileSystemLoopException) {
            LOG.warn("the link {} leads back to a folder it lies in, and is not followed", file);
        } else {
            LOG.warn("{} cannot be read and is left out: {}", file, failure.toString());
        }
        return counted(FileVisitResult.CONTINUE);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
        if (failure != null) {
            LOG.warn("{} could not be read to its end: {}", folder, failure.toString());
        }
        return FileVisitResult.CONTINUE;
    }
}

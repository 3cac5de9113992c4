// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.registry;

import io.photon.os.SystemError;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.DefinitionReader;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads every {@code *.edn} of a folder and of those in it. One that cannot be used is logged, and the others load. */
public final class DefinitionFiles {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionFiles.class);

    private static final long MOST_BYTES = 4L << 20;

    private DefinitionFiles() {}

    /**
     * @param refusal why a definition cannot be used, or null
     * @param loaded gets each that can
     */
    public static void load(
            Path folder, DefinitionReader reader, Function<Definition, Failure> refusal, Consumer<Definition> loaded) {
        for (Path file : files(folder)) {
            Result<Definition> read = read(folder, file, reader).then(definition -> {
                Failure failure = refusal.apply(definition);
                // What is lacking now may be there when the projection runs, and it tries until then.
                return failure == null || failure.kind() == Failure.Kind.OVERLOADED
                        ? Result.ok(definition)
                        : Result.err(failure);
            });
            if (read instanceof Result.Ok<Definition> ok) {
                loaded.accept(ok.value());
            } else {
                Failure failure = read.failure();
                LOG.warn(
                        "projection file {} is not loaded: {}{}",
                        file,
                        failure.message(),
                        failure.hint() == null ? "" : "; " + failure.hint());
            }
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            LOG.debug("no folder of projections {}", folder);
            return List.of();
        }
        try {
            DefinitionTree tree = new DefinitionTree(folder);
            Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), DefinitionTree.MOST_LEVELS, tree);
            return tree.files();
        } catch (IOException e) {
            LOG.warn("the folder of projections {} cannot be read: {}", folder, e.toString());
            return List.of();
        }
    }

    private static Result<Definition> read(Path folder, Path file, DefinitionReader reader) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return Result.err(
                        Failure.Kind.TOO_LARGE, "it is larger than " + MOST_BYTES + " bytes", "is it a projection?");
            }
            return reader.read(Files.readString(file), folder.relativize(file).toString());
        } catch (CharacterCodingException e) {
            return Result.err(Failure.Kind.BAD_INPUT, "it is not UTF-8 text", "save it as UTF-8");
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT, "it cannot be read: " + SystemError.reason(e), "check its permissions");
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("reading {} failed", file, e);
            return Result.err(
                    Failure.Kind.INTERNAL, "reading it failed: " + Fault.words(e), "this is a fault of Photon's");
        }
    }
}
